package org.ledgerstone.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Waits for a short body before the application is asked. Many who begin one at the same moment and
 * let it drip cost little then, in time and in memory, and who comes after them waits for little.
 *
 * <p>A body without a length, a longer one, that of a GET, and one that waits to be asked for
 * ({@code Expect}) are read where they are wanted.
 */
final class ShortBodies extends ValveBase {

  private static final String BODY = ShortBodies.class.getName();
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

  private final RequestIds ids;

  ShortBodies(RequestIds ids) {
    this.ids = ids;
  }

  /** The request's body, to be read once. */
  static InputStream stream(HttpServletRequest request) throws IOException {
    if (request.getAttribute(BODY) instanceof InputStream body) {
      request.removeAttribute(BODY);
      return body;
    }
    return request.getInputStream();
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    try {
      if (isShort(request)) {
        request.setAttribute(BODY, read(request));
        // Says that it is taken: otherwise Tomcat would look for parameters in it.
        request.getInputStream();
      }
    } catch (Problem refused) {
      response.setHeader(RequestIds.HEADER, ids.of(request));
      ProblemAnswer.write(refused, request.getRequest(), response.getResponse());
      return;
    }
    getNext().invoke(request, response);
  }

  private static boolean isShort(Request request) {
    long length = request.getContentLengthLong();
    return length > 0
        && length <= Body.ONE_TRANSACTION_BYTES
        && request.getHeader("Expect") == null
        && !WITHOUT_BODY.contains(request.getMethod());
  }

  private static InputStream read(Request request) {
    var limits = BodyLimits.of(request);
    var connection = new Connection(request.getCoyoteRequest());
    try {
      return new ByteArrayInputStream(limits.read(connection, Body.ONE_TRANSACTION_BYTES + 1));
    } catch (IOException e) {
      throw BodyLimits.isTimeout(e) ? limits.tooSlow() : Body.brokenOff();
    }
  }

  /** Below what Tomcat gives an application: that answers a broken connection by itself. */
  private static final class Connection extends InputStream implements ApplicationBufferHandler {

    private final org.apache.coyote.Request request;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Connection(org.apache.coyote.Request request) {
      this.request = request;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!bytes.hasRemaining() && request.doRead(this) < 0) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(buffer, offset, count);
      return count;
    }

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      bytes = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return bytes;
    }

    @Override
    public void expand(int size) {}
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
      factory.addContextValves(new ShortBodies(ids));
    }
  }
}
