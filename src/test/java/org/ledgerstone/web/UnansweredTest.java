package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;
import org.ledgerstone.testing.Patience;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** Whom a server that is stopping waits for, and until when. */
class UnansweredTest {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LONG_BYTES = 32 << 20;

  private static final String ASKS_FIRST =
      "POST /short HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
          + "Expect: 100-continue\r\n\r\n";
  private static final String ANSWER = "\r\n\r\nwhole";

  @Test
  void whoseBodyIsStillComingIsAnswered() throws Exception {
    var server =
        Server.start(beans -> beans.registerBean(Short.class, Short::new), "--ledger.body-time=2m");
    int port = server.port();
    Thread end = null;
    try (var slow = connect(port)) {
      send(slow, ASKS_FIRST);
      read(slow, "HTTP/1.1 100 \r\n\r\n");
      end = Thread.startVirtualThread(server::close);
      Patience.until("nobody else is taken", () -> isRefused(port));
      send(slow, "xxxxx");
      read(slow, ANSWER);
    } finally {
      server.close();
    }
    end.join();
  }

  /** The answer is held back until the servlet is done, and its client reads nothing by then. */
  @Test
  void whoseAnswerIsStillOnItsWayGetsItWhole() throws Exception {
    var written = new CountDownLatch(1);
    var server = Server.start(beans -> beans.registerBean(Large.class, () -> new Large(written)));
    int port = server.port();
    Thread end = null;
    try (var caller = connect(port)) {
      send(caller, "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
      written.await();
      end = Thread.startVirtualThread(server::close);
      Patience.until("nobody else is taken", () -> isRefused(port));
      assertThat(end.join(Duration.ofSeconds(1))).as("it has stopped").isFalse();
      read(caller, "\r\n\r\n");
      assertThat(caller.getInputStream().readAllBytes()).hasSize(LONG_BYTES);
    } finally {
      server.close();
    }
    end.join();
  }

  @Test
  void theAnswerIsSentBeforeTheLastOfTheValvesIsLeft() throws IOException {
    var wasRead = new CountDownLatch(1);
    var outer = new Outer(wasRead);
    try (var server =
            Server.start(beans -> {
              beans.registerBean(Short.class, Short::new);
              beans.registerBean(Outer.class, () -> outer);
            });
        var caller = connect(server.port())) {
      send(caller, ASKS_FIRST + "xxxxx");
      try {
        read(caller, ANSWER);
      } finally {
        wasRead.countDown();
      }
    }
  }

  /** An answer so short that it is held back until the request is done. */
  private static final class Short extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().equals("/short");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException {
      response.getWriter().print("whole");
    }
  }

  /** An answer longer than what lies between server and client, held back in the same way. */
  private static final class Large extends OncePerRequestFilter {

    private final CountDownLatch written;

    Large(CountDownLatch written) {
      this.written = written;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().equals("/long");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException {
      response.setBufferSize(2 * LONG_BYTES);
      response.setHeader("Connection", "close");
      response.getOutputStream().write(new byte[LONG_BYTES]);
      written.countDown();
    }
  }

  /** Around all others: it does not let a request go before its answer was read. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  private static final class Outer extends ValveBase
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final CountDownLatch wasRead;

    Outer(CountDownLatch wasRead) {
      this.wasRead = wasRead;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.addEngineValves(this);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      getNext().invoke(request, response);
      try {
        wasRead.await();
      } catch (InterruptedException e) {
        throw new ServletException(e);
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void read(Socket socket, String end) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      int got = socket.getInputStream().read();
      assertThat(got).as("after " + text).isNotNegative();
      text.append((char) got);
    }
  }

  private static boolean isRefused(int port) {
    try (var caller = new Socket("127.0.0.1", port)) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
