package org.ledgerstone.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;
import org.ledgerstone.testing.Patience;

/** Many clients come from the address of one proxy: it is not the one that holds most places. */
class PlacesOfProxiesTest {

  private static final String PROXY = "127.0.0.2";
  private static final String CLIENT = "127.0.0.3";
  private static final int PLACES = 32;
  private static final byte[] ASKS =
      "HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);

  /** Who has said nothing for a shorter time is not given up: it may only not have been read. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  @Test
  void areNotCountedTogether() throws Exception {
    var sockets = new ArrayList<Socket>();
    try (var server =
        Server.start(
            beans -> {},
            "--ledger.secret-key=" + "s".repeat(32),
            "--ledger.trusted-proxies=" + PROXY,
            "--server.tomcat.connection-timeout=1h",
            "--server.tomcat.max-connections=" + PLACES)) {
      var ofTheProxy = connected(server, PROXY, PLACES / 2, sockets);
      var ofTheClient = connected(server, CLIENT, PLACES / 4, sockets);
      Thread.sleep(SILENCE);
      // Each takes a place, first those that are left and then somebody's.
      var later = connected(server, PROXY, PLACES / 4 + 2, sockets);
      Patience.until(
          "the client loses some", () -> ofTheClient.stream().anyMatch(s -> isClosed(s)));
      assertThat(ofTheProxy).as("the proxy's, though older and more").noneMatch(s -> isClosed(s));
      assertThat(later).noneMatch(s -> isClosed(s));
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  /** Connections that have had an answer, and wait to be asked again. */
  private static List<Socket> connected(Server server, String from, int count, List<Socket> all)
      throws IOException {
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      var socket = new Socket();
      all.add(socket);
      sockets.add(socket);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      socket.getOutputStream().write(ASKS);
      readAnswer(socket.getInputStream());
    }
    return sockets;
  }

  /** To the empty line: that to a HEAD ends there. */
  private static void readAnswer(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as(head.toString()).isNotNegative();
      head.append((char) next);
    }
    assertThat(head).startsWith("HTTP/1.1 ").doesNotContainIgnoringCase("Connection: close");
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
