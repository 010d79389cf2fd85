package org.ledgerstone.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Has a server that is stopping wait for each request that has got here until its answer is on its
 * way. By itself it waits for servlets only: not while the beginning of a body is waited for, and
 * not while the end of an answer is sent.
 */
final class Unanswered extends ValveBase {

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    var context = request.getContext();
    if (context == null) {
      getNext().invoke(request, response);
      return;
    }
    // Nothing here is asynchronous: the count is free for this.
    context.incrementInProgressAsyncCount();
    try {
      getNext().invoke(request, response);
      request.finishRequest();
      response.finishResponse();
    } finally {
      context.decrementInProgressAsyncCount();
    }
  }

  /** Puts the valve around all others. */
  @Component
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static class InTomcat implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.addEngineValves(new Unanswered());
    }
  }
}
