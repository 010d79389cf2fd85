package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** Bodies of any length: what counts is how long each part of them is waited for. */
class LongBodyTest {

  /** How the next bytes come. */
  private interface Next {
    int read() throws IOException, InterruptedException;
  }

  private static LongBody body(Duration time, Next next) {
    var stream =
        new ServletInputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
              return next.read();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }

          @Override
          public boolean isFinished() {
            return false;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
          }
        };
    var request =
        new MockHttpServletRequest() {
          @Override
          public ServletInputStream getInputStream() {
            return stream;
          }
        };
    request.setContentType("application/gzip");
    return LongBody.open(request, time, "application/gzip");
  }

  private static void isRefused(LongBody body, int status, String code) {
    var buffer = new byte[LongBody.PART_BYTES];
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                assertThat(body.read(buffer, 0, buffer.length)).isPositive();
              }
            })
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.code()).isEqualTo(code);
            });
  }

  @Test
  void mayTakeLongerThanAPartMay() {
    int reads = 12;
    var body =
        body(
            Duration.ofSeconds(3),
            () -> {
              Thread.sleep(300);
              return LongBody.PART_BYTES / 2;
            });
    var buffer = new byte[LongBody.PART_BYTES];
    long began = System.nanoTime();
    for (int i = 0; i < reads; i++) {
      assertThat(body.read(buffer, 0, buffer.length)).isEqualTo(LongBody.PART_BYTES / 2);
    }
    assertThat(System.nanoTime() - began).isGreaterThan(3_000_000_000L);
  }

  @Test
  void areRefusedIfAPartIsWaitedForTooLong() {
    isRefused(
        body(
            Duration.ofMillis(50),
            () -> {
              Thread.sleep(1);
              return 1;
            }),
        408,
        "BODY_TOO_SLOW");
  }

  @Test
  void areRefusedIfTheyPauseOrBreakOff() {
    isRefused(
        body(
            Duration.ofDays(1),
            () -> {
              throw new SocketTimeoutException();
            }),
        408,
        "BODY_TOO_SLOW");
    isRefused(
        body(
            Duration.ofDays(1),
            () -> {
              throw new IOException();
            }),
        400,
        "MALFORMED");
  }

  @Test
  void whoWasTooSlowIsNotWaitedForAgain() {
    int[] reads = {0};
    var body =
        body(
            Duration.ofDays(1),
            () -> {
              reads[0]++;
              throw new SocketTimeoutException();
            });
    isRefused(body, 408, "BODY_TOO_SLOW");
    body.passOver();
    assertThat(reads[0]).isOne();
  }

  @Test
  void arePassedOverToTheirEndOrForAWhile() {
    int[] left = {100};
    body(Duration.ofDays(1), () -> left[0]-- > 0 ? 1 : -1).passOver();
    assertThat(left[0]).isNegative();
    body(Duration.ofMillis(20), () -> 1).passOver();
  }
}
