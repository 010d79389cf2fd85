package org.ledgerstone.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Takes the place of Tomcat's own page for requests so malformed that no application sees them. */
public class ProblemValve extends ErrorReportValve {

  /** For Tomcat, which makes it by name. */
  public ProblemValve() {}

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      var problem = Problems.ofStatus(response.getStatus());
      response.setContentType("application/problem+json");
      var reporter = response.getReporter();
      if (reporter != null) {
        reporter.write(new String(ProblemAnswer.body(problem, "/"), StandardCharsets.UTF_8));
        response.finishResponse();
      }
    } catch (IOException e) {
      container.getLogger().debug("The caller has gone", e);
    }
  }

  /** Puts the valve in place. */
  @Component
  static class InTomcat implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.addContextCustomizers(context ->
          ((StandardHost) context.getParent())
              .setErrorReportValveClass(ProblemValve.class.getName()));
    }
  }
}
