package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PacedOutputTest {

  private static final Duration LONG = Duration.ofHours(1);

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
    try (var out = new PacedOutput(new DelegatingServletOutputStream(bytes), LONG)) {
      out.write('x');
      out.write(text.getBytes(UTF_8));
      out.write(text.getBytes(UTF_8), 3, 20);
      assertThat(out.isGivenUp()).isFalse();
    }
    assertThat(bytes.toString(UTF_8)).isEqualTo("x" + text + text.substring(3, 23));
  }

  @Test
  void givesUpAReaderThatTakesTooLongAndStaysWithIt() {
    var bytes = new ByteArrayOutputStream();
    var out = new PacedOutput(new DelegatingServletOutputStream(bytes), NONE);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClientAbortException.class);
    assertThatThrownBy(out::flush).isInstanceOf(ClientAbortException.class);
    assertThat(out.isGivenUp()).isTrue();
    assertThat(bytes.size()).isEqualTo(1);
  }

  /** Each part has the whole time: a long answer to a good reader may take as long as it likes. */
  @Test
  void beginsAnewWithEachPart() throws IOException {
    var slow =
        new OutputStream() {
          @Override
          public void write(int one) {}

          @Override
          public void write(byte[] bytes, int offset, int length) {
            long began = System.nanoTime();
            while (System.nanoTime() - began < 1_000_000) {
              Thread.onSpinWait();
            }
          }
        };
    int slices = 100;
    var part = new byte[PacedOutput.PART_BYTES / 8];
    // Less than all of them take, and far more than a part does.
    var out = new PacedOutput(new DelegatingServletOutputStream(slow), Duration.ofMillis(80));
    for (int i = 0; i < slices; i++) {
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
