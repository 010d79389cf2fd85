package org.ledgerstone.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leaves a client that does not read its answer, whatever it has asked for: Tomcat by itself gives
 * up only one that takes nothing at all. See {@link PacedOutput}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AnswersInTime extends OncePerRequestFilter {

  private final Duration time;

  AnswersInTime(@Value("${ledger.body-time}") Duration time) {
    this.time = time;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var paced = new PacedResponse(response, time);
    try {
      chain.doFilter(request, paced);
      paced.end();
    } finally {
      paced.requireRead();
    }
  }

  /** Whatever is written goes through {@link PacedOutput}. */
  private static final class PacedResponse extends HttpServletResponseWrapper {

    private final Duration time;
    private @Nullable PacedOutput output;
    private @Nullable PrintWriter writer;

    PacedResponse(HttpServletResponse response, Duration time) {
      super(response);
      this.time = time;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return output();
    }

    private PacedOutput output() throws IOException {
      var known = output;
      if (known == null) {
        known = new PacedOutput(super.getOutputStream(), time, System::nanoTime);
        output = known;
      }
      return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      var known = writer;
      if (known == null) {
        // Says in the header too what the text is written in, as Tomcat's own would.
        setCharacterEncoding(getCharacterEncoding());
        known =
            new PrintWriter(
                new OutputStreamWriter(output(), Charset.forName(getCharacterEncoding())));
        writer = known;
      }
      return known;
    }

    @Override
    public void flushBuffer() throws IOException {
      if (writer != null) {
        writer.flush();
      }
      output().flush();
    }

    @Override
    public void resetBuffer() {
      super.resetBuffer();
      writer = null;
    }

    @Override
    public void reset() {
      super.reset();
      writer = null;
    }

    /** Hands on what the writer still holds, without sending it on its way. */
    void end() throws IOException {
      if (writer != null) {
        output().holdingBack(writer::flush);
      }
    }

    /**
     * Has Tomcat break off an answer that was given up.
     *
     * @throws Problem 408 {@code ANSWER_NOT_READ}
     */
    void requireRead() {
      if (output != null && output.isGivenUp()) {
        throw new Problem(408, "ANSWER_NOT_READ", "The answer was not read.", "Read it sooner.");
      }
    }
  }
}
