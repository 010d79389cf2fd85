package org.ledgerstone.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Waits for the first {@value #COUNT} bytes of a body, or all of a shorter one, before the
 * application is asked. Many who begin one at the same moment and let it drip cost little then, in
 * time and in memory, and who comes after them waits for little. That of a GET or HEAD is left
 * where it is.
 */
final class FirstBytes extends ValveBase {

  /** Most bodies are shorter. */
  static final int COUNT = 16 * 1024;

  private static final String BODY = FirstBytes.class.getName();
  private static final String WAITED = BODY + ".waited";
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

  private final RequestIds ids;

  FirstBytes(RequestIds ids) {
    this.ids = ids;
  }

  /** The request's body, to be read once. What of it was held here counts as read. */
  static InputStream stream(HttpServletRequest request) throws IOException {
    if (request.getAttribute(BODY) instanceof InputStream body) {
      request.removeAttribute(BODY);
      BodyLimits.of(request).room().shrinkTo(0);
      return body;
    }
    return request.getInputStream();
  }

  /** How long its client has been waited for already. */
  static Duration waited(HttpServletRequest request) {
    return request.getAttribute(WAITED) instanceof Duration waited ? waited : Duration.ZERO;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (!hasBody(request)) {
      getNext().invoke(request, response);
      return;
    }
    try {
      waitFor(request, response);
      getNext().invoke(request, response);
    } catch (Problem refused) {
      response.setHeader(RequestIds.HEADER, ids.of(request));
      ProblemAnswer.write(refused, request.getRequest(), response.getResponse());
    }
  }

  private static void waitFor(Request request, Response response) throws IOException {
    response.sendAcknowledgement(ContinueResponseTiming.ALWAYS);
    request.getCoyoteRequest().setExpectation(false);
    long began = System.nanoTime();
    request.setAttribute(BODY, read(request));
    request.setAttribute(WAITED, Duration.ofNanos(System.nanoTime() - began));
    // Says that it is taken: otherwise Tomcat would look for parameters in it.
    request.getInputStream();
  }

  private static boolean hasBody(Request request) {
    return (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null)
        && !WITHOUT_BODY.contains(request.getMethod());
  }

  private static InputStream read(Request request) {
    var limits = BodyLimits.of(request);
    var connection = new CoyoteBody(request.getCoyoteRequest());
    try {
      var first = limits.read(connection, Duration.ZERO, COUNT);
      return new SequenceInputStream(new ByteArrayInputStream(first), connection);
    } catch (IOException e) {
      throw BodyLimits.isTimeout(e) ? limits.tooSlow() : Body.brokenOff();
    }
  }

  /** Puts the valve behind those of the whole server, one of which may refuse the request. */
  @Component
  static class InTomcat implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final RequestIds ids;

    InTomcat(RequestIds ids) {
      this.ids = ids;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.addContextValves(new FirstBytes(ids));
    }
  }
}
