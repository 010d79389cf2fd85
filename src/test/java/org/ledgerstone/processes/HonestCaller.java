package org.ledgerstone.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Somebody who asks for a balance and pays, over a new connection each time, and looks at the
 * clock.
 */
final class HonestCaller {

  private static final int PATIENCE_MILLIS = 20_000;

  private final URI to;
  private final Wallet wallet;
  private final SplittableRandom random = new SplittableRandom(1);

  HonestCaller(URI to, Wallet wallet) {
    this.to = to;
    this.wallet = wallet;
  }

  /** Asks for a balance, and says how long that took. */
  Duration asks() throws IOException {
    return timed("GET /get_balance/?address=" + wallet.address() + " HTTP/1.1\r\n", "", 200);
  }

  /** Pays, and says how long that took. */
  Duration pays() throws IOException {
    var request = wallet.next(random);
    return timed(
        "POST " + request.path() + " HTTP/1.1\r\nContent-Type: application/json\r\n",
        request.body(),
        201);
  }

  private Duration timed(String head, String body, int status) throws IOException {
    long began = System.nanoTime();
    var answer = answer(head + "Content-Length: " + body.length() + "\r\n", body);
    var took = Duration.ofNanos(System.nanoTime() - began);
    if (!answer.startsWith("HTTP/1.1 " + status)) {
      throw new AssertionError(head + answer);
    }
    return took;
  }

  private String answer(String head, String body) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), PATIENCE_MILLIS);
      var request = head + "Host: localhost\r\nConnection: close\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
