package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PacedOutputTest {

  private static final Duration LONG = Duration.ofHours(1);

  private static final Duration ALLOWED = Duration.ofSeconds(10);

  /** Too short for anything. */
  private static final Duration NONE = Duration.ofNanos(-1);

  private static MockHttpServletResponse answer(Duration time, FilterChain chain) throws Exception {
    var response = new MockHttpServletResponse();
    new AnswersInTime(time).doFilter(new MockHttpServletRequest("GET", "/"), response, chain);
    return response;
  }

  @Test
  void writesWhatItIsGiven() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var text = "0123456789".repeat(10_000);
    try (var out = new PacedOutput(new DelegatingServletOutputStream(bytes), LONG, () -> 0)) {
      out.write('x');
      out.write(text.getBytes(UTF_8));
      out.write(text.getBytes(UTF_8), 3, 20);
      assertThat(out.isGivenUp()).isFalse();
    }
    assertThat(bytes.toString(UTF_8)).isEqualTo("x" + text + text.substring(3, 23));
  }

  /** A client that takes so long over each write, by a clock that nobody else moves. */
  private static final class Slow extends ServletOutputStream {

    private final ArrayDeque<Duration> stalls = new ArrayDeque<>();
    private final Duration usual;
    private long now;
    private int writes;

    Slow(Duration usual, Duration... first) {
      this.usual = usual;
      stalls.addAll(List.of(first));
    }

    PacedOutput paced() {
      return new PacedOutput(this, ALLOWED, () -> now);
    }

    @Override
    public void write(int one) {
      now += (stalls.isEmpty() ? usual : stalls.remove()).toNanos();
      writes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      write(0);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}
  }

  @Test
  void givesUpAReaderThatTakesTooLongAndStaysWithIt() throws IOException {
    var slow = new Slow(Duration.ofSeconds(3));
    var out = slow.paced();
    for (int i = 0; i < 3; i++) {
      out.write(1);
    }
    assertThat(out.isGivenUp()).isFalse();
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClientAbortException.class);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClientAbortException.class);
    assertThatThrownBy(out::flush).isInstanceOf(ClientAbortException.class);
    assertThat(out.isGivenUp()).isTrue();
    assertThat(slow.writes).isEqualTo(4);
  }

  /** A machine that stood still is no reader that does not read. */
  @Test
  void leavesNobodyForOneStall() throws IOException {
    var out = new Slow(Duration.ofMillis(1), Duration.ofMinutes(5)).paced();
    for (int i = 0; i < 1_000; i++) {
      out.write(1);
    }
    assertThat(out.isGivenUp()).isFalse();
  }

  @Test
  void givesUpAReaderThatStallsAgain() throws IOException {
    var out = new Slow(Duration.ZERO, Duration.ofMinutes(5), Duration.ofSeconds(5)).paced();
    out.write(1);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClientAbortException.class);
  }

  /** Each part has the whole time: a long answer to a good reader may take as long as it likes. */
  @Test
  void beginsAnewWithEachPart() throws IOException {
    var part = new byte[PacedOutput.PART_BYTES / 8];
    var out = new Slow(Duration.ofSeconds(1)).paced();
    for (int i = 0; i < 100; i++) {
      out.write(part);
    }
    assertThat(out.isGivenUp()).isFalse();
  }

  @Test
  void breaksOffWhatWasGivenUpEvenIfNobodyElseMinds() {
    assertThatThrownBy(() ->
            answer(
                NONE,
                (request, response) -> {
                  try {
                    response.getOutputStream().write(1);
                  } catch (IOException e) {
                    // As a controller's answer ends whose client has gone.
                  }
                }))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("ANSWER_NOT_READ"));
  }

  @Test
  void handsOnWhatAWriterHoldsWithoutSendingIt() throws Exception {
    var response =
        answer(
            LONG,
            (request, wrapped) -> {
              wrapped.setContentType("text/plain;charset=UTF-8");
              wrapped.getWriter().print("grüß dich");
            });
    assertThat(response.getContentAsString(UTF_8)).isEqualTo("grüß dich");
    assertThat(response.isCommitted()).isFalse();
    assertThat(response.getContentType()).isEqualTo("text/plain;charset=UTF-8");
  }

  @Test
  void forgetsWhatAWriterHoldsWhenTheAnswerBeginsAnew() throws Exception {
    var response =
        answer(
            LONG,
            (request, wrapped) -> {
              wrapped.getWriter().print("half a page");
              wrapped.resetBuffer();
              wrapped.getOutputStream().write('x');
            });
    assertThat(response.getContentAsString()).isEqualTo("x");
  }
}
