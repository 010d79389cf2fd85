package org.ledgerstone.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One question after the other, over a connection that is opened when it is needed. */
final class Ask implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 60_000;

  private final int port;
  private final byte[] buffer = new byte[8192];
  private Socket socket = new Socket();

  Ask(int port) {
    this.port = port;
  }

  /**
   * Reads a path.
   *
   * @throws IOException if there is no answer
   */
  Answer get(String path) throws IOException {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
  }

  /**
   * Sends a JSON text.
   *
   * @throws IOException if there is no answer
   */
  Answer post(String path, String json) throws IOException {
    return exchange(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  /**
   * Removes what a path names.
   *
   * @throws IOException if there is no answer
   */
  Answer delete(String path) throws IOException {
    return exchange("DELETE " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
  }

  private Answer exchange(String request) throws IOException {
    if (!socket.isConnected() || socket.isClosed()) {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
    }
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    var answer = new Answer();
    int count;
    do {
      count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw new IOException("The service has closed the connection without an answer");
      }
    } while (!answer.take(ByteBuffer.wrap(buffer, 0, count)));
    if (answer.closes()) {
      socket.close();
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
