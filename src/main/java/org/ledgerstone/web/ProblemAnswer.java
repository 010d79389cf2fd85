package org.ledgerstone.web;

import io.micrometer.core.instrument.Metrics;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a {@link Problem} as {@code application/problem+json}, whatever the caller said it
 * accepts. For filters; a controller throws the problem.
 */
public final class ProblemAnswer {

  private static final JsonFactory FACTORY = new JsonFactory();

  private ProblemAnswer() {}

  /** Writes the whole answer, in place of anything that was not sent yet. */
  public static void write(
      Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var body = body(problem, instance(request));
    Metrics.counter("ledger.problems", "code", problem.code()).increment();
    response.resetBuffer();
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType("application/problem+json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  /** The path that was asked for, also after a forward to the error page. */
  static String instance(HttpServletRequest request) {
    var first = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return first instanceof String path ? path : String.valueOf(request.getRequestURI());
  }

  static byte[] body(Problem problem, String instance) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", "urn:ledgerstone:problem:" + problem.code());
      json.writeStringProperty("title", problem.title());
      json.writeNumberProperty("status", problem.status());
      json.writeStringProperty("detail", problem.detail());
      json.writeStringProperty("instance", instance);
      json.writeStringProperty("code", problem.code());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
