package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyLimitsTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final int FREE = BodyLimits.BYTES_FREE;

  private static byte[] read(Quota room, int length, int bytesMax) throws IOException {
    try (var share = room.share()) {
      return new BodyLimits(LONG, share)
          .read(new ByteArrayInputStream(new byte[length]), Duration.ZERO, bytesMax);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, FREE - 1, FREE, FREE + 1, 2 * FREE, 100_000})
  void readToTheEnd(int length) throws IOException {
    var room = BodyLimits.roomFor(200_000);
    assertThat(read(room, length, 100_001)).hasSize(length);
    assertThat(read(room, length + 50, length)).hasSize(length);
    assertThat(room.taken()).isZero();
  }

  @Test
  void keepWhatTheyRead() throws IOException {
    var text = "0123456789".repeat(1_000);
    try (var share = BodyLimits.roomFor(100_000).share()) {
      var bytes =
          new BodyLimits(LONG, share)
              .read(new ByteArrayInputStream(text.getBytes(UTF_8)), Duration.ZERO, 50_000);
      assertThat(new String(bytes, UTF_8)).isEqualTo(text);
    }
  }

  @Test
  void refuseWhatThereIsNoRoomForButNoShortOne() throws IOException {
    var room = BodyLimits.roomFor(3L * FREE);
    try (var other = room.share()) {
      assertThat(read(room, 4 * FREE, 4 * FREE)).hasSize(4 * FREE);
      other.take(2L * FREE);
      assertThatThrownBy(() -> read(room, 4 * FREE, 4 * FREE))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(429);
                assertThat(problem.code()).isEqualTo("BODIES_TOO_MANY");
                assertThat(problem.headers()).containsEntry("Retry-After", "1");
              });
      assertThat(room.taken()).isEqualTo(2L * FREE);
      other.take(FREE);
      assertThat(read(room, FREE, 4 * FREE)).hasSize(FREE);
    }
  }

  @Test
  void refuseWhatPausesOrTakesTooLong() {
    refusesAsTooSlow(
        LONG,
        () -> {
          throw new IOException(new SocketTimeoutException());
        });
    refusesAsTooSlow(Duration.ofNanos(-1), () -> 1);
  }

  private interface Reading {
    int read() throws IOException;
  }

  private static void refusesAsTooSlow(Duration time, Reading reading) {
    var request =
        new MockHttpServletRequest("POST", "/") {
          @Override
          public DelegatingServletInputStream getInputStream() {
            return new DelegatingServletInputStream(
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    return reading.read();
                  }

                  @Override
                  public int read(byte[] bytes, int offset, int length) throws IOException {
                    return reading.read();
                  }
                });
          }
        };
    request.setAttribute(BodyLimits.ATTRIBUTE, new BodyLimits(time, BodyLimits.roomFor(0).share()));
    assertThatThrownBy(() -> Body.readAnyType(request, 10))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(408);
              assertThat(problem.code()).isEqualTo("BODY_TOO_SLOW");
            });
  }
}
