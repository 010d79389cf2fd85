package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.testing.Patience;

/** Nobody waits for a place that is held by a client who is waited for. */
class ConnectionPlacesTest {

  private static final int PLACES = 32;
  private static final CountDownLatch BEGUN = new CountDownLatch(PLACES / 2);
  private static final CountDownLatch WORK = new CountDownLatch(1);

  private static Server server;

  /** Nothing ends by itself here. */
  @BeforeAll
  static void start() {
    server =
        Server.start(
            beans -> beans.registerBean("work", Filter.class, () -> ConnectionPlacesTest::work),
            "--ledger.body-time=1h",
            "--server.tomcat.connection-timeout=1h",
            "--server.tomcat.keep-alive-timeout=1h",
            "--server.tomcat.max-connections=" + PLACES);
  }

  @AfterAll
  static void stop() {
    WORK.countDown();
    server.close();
  }

  private static void work(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    switch (((HttpServletRequest) request).getRequestURI()) {
      case "/flood" -> {
        while (true) {
          response.getOutputStream().write(new byte[8 * 1024]);
        }
      }
      case "/work" -> {
        BEGUN.countDown();
        try {
          WORK.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        response.getOutputStream().write("done".getBytes(ISO_8859_1));
      }
      default -> chain.doFilter(request, response);
    }
  }

  private static Socket connect(String sent) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
    return socket;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      while (socket.getInputStream().read(new byte[64 * 1024]) >= 0) {
        // Until there is no more.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void assertServed() {
    assertThat(server.get("/api/v1/ledger").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\nHost: loc",
        "GET /api/v1/ledger HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/v1/transactions HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
        "GET /flood HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void givesPlacesOfThoseWhoAreWaitedForToOthers(String sent) throws Exception {
    List<Socket> waitedFor = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * PLACES; i++) {
        waitedFor.add(connect(sent));
      }
      assertServed();
      assertServed();
      Patience.until(
          "the first have gone", () -> isClosed(waitedFor.getFirst()), () -> "they have not");
    } finally {
      for (var socket : waitedFor) {
        socket.close();
      }
    }
  }

  @Test
  void letsWhatIsWorkedOnBeFinished() throws Exception {
    List<Socket> workedOn = new ArrayList<>();
    for (int i = 0; i < PLACES / 2; i++) {
      workedOn.add(connect("GET /work HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    }
    BEGUN.await();
    givesPlacesOfThoseWhoAreWaitedForToOthers("");
    WORK.countDown();
    for (var socket : workedOn) {
      try (socket) {
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
            .startsWith("HTTP/1.1 200")
            .contains("done");
      }
    }
  }
}
