package org.ledgerstone.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Says what a body may take, see {@link BodyLimits}, and limits how long a client can hold a
 * connection by one that nobody wants any more. Tomcat waits for the rest of a refused body, so
 * that the client finds time to read the answer; by itself it would wait for as long as a byte
 * comes now and then. Whoever was too slow is not waited for again, nor who has sent nothing since
 * it was not told to.
 */
final class UnreadBodies extends ValveBase {

  private static final long NANOS_MAX = Duration.ofSeconds(1).toNanos();

  /** More than the largest batch: who sends all of one before reading finds the answer too. */
  private static final int BYTES_MAX = 17 << 20;

  private static final int UNWANTED_BYTES = 8 * 1024;

  /** Of all extensions of a body's chunks, and of its trailer. */
  private static final int FRAMING_BYTES_MAX = 16;

  /** What all bodies take that are held whole: a quarter of the memory, but some large ones. */
  private static final long HELD_BYTES_MAX =
      Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final Quota room = BodyLimits.roomFor(HELD_BYTES_MAX);
  private final Duration time;

  UnreadBodies(Duration time) {
    this.time = time;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    try (var held = room.share()) {
      request.setAttribute(BodyLimits.ATTRIBUTE, new BodyLimits(time, held));
      getNext().invoke(request, response);
    }
    var inner = request.getCoyoteRequest();
    boolean wasSlow = response.getStatus() == HttpServletResponse.SC_REQUEST_TIMEOUT;
    boolean waitsForUs = request.getHeader("Expect") != null && inner.getBytesRead() == 0;
    if (!inner.isFinished() && (wasSlow || waitsForUs || !passedOver(inner))) {
      int status = response.getStatus();
      inner.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      // Tomcat takes that for a fault of the answer.
      inner.getResponse().setStatus(status);
    }
  }

  /** Whether the rest came to its end in a short time. */
  private boolean passedOver(org.apache.coyote.Request request) {
    var rest = new ReadsInTime(new CoyoteBody(request));
    var unwanted = new byte[UNWANTED_BYTES];
    long began = System.nanoTime();
    try {
      for (int bytes = 0; bytes < BYTES_MAX && System.nanoTime() - began < NANOS_MAX; ) {
        int got = rest.read(unwanted, 0, unwanted.length, time.dividedBy(2));
        if (got < 0) {
          return true;
        }
        bytes += got;
      }
    } catch (IOException e) {
      // It has gone, or its framing is broken: the connection ends.
    }
    return false;
  }

  /** Puts the valve around all that look at bodies, and limits how long a body may pause. */
  @Component
  @Order(Ordered.HIGHEST_PRECEDENCE + 1)
  static class InTomcat implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Duration bodyTime;

    InTomcat(@Value("${ledger.body-time}") Duration bodyTime) {
      this.bodyTime = bodyTime;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.addEngineValves(new UnreadBodies(bodyTime));
      factory.addConnectorCustomizers(connector -> {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
          protocol.setDisableUploadTimeout(false);
          protocol.setConnectionUploadTimeout((int) bodyTime.toMillis() / 2);
          // They are read in one go, whoever lets them drip; nobody uses them.
          protocol.setMaxExtensionSize(FRAMING_BYTES_MAX);
          protocol.setMaxTrailerSize(FRAMING_BYTES_MAX);
        }
      });
    }
  }
}
