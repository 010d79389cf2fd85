package org.ledgerstone.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections of clients that mean no good. Closing it closes all of them. */
final class Crowd implements AutoCloseable {

  private static final int BUFFER = 4 * 1024;

  private final List<SocketChannel> connections = new ArrayList<>();

  /** Connects so many times and sends this over each connection. */
  static Crowd of(int count, URI to, String sent) throws IOException {
    var crowd = new Crowd();
    crowd.grow(count, to, sent);
    return crowd;
  }

  /** Connects so many times more. */
  void grow(int count, URI to, String sent) throws IOException {
    for (int i = 0; i < count; i++) {
      var connection = SocketChannel.open();
      connections.add(connection);
      connection.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
      connection.connect(new InetSocketAddress(to.getHost(), to.getPort()));
      connection.write(ByteBuffer.wrap(sent.getBytes(ISO_8859_1)));
      connection.configureBlocking(false);
    }
  }

  /**
   * Sends this over every connection that is still open: one on which an answer has come is closed.
   */
  void sendAndLook(String more) {
    connections.removeIf(connection -> !isOpen(connection, more));
  }

  private boolean isOpen(SocketChannel connection, String more) {
    try {
      var answer = ByteBuffer.allocate(BUFFER);
      int got = connection.read(answer);
      if (got != 0 && !isAsked(answer)) {
        connection.close();
        return false;
      }
      connection.write(ByteBuffer.wrap(more.getBytes(ISO_8859_1)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the server has said that it waits for the body. */
  private static boolean isAsked(ByteBuffer answer) {
    return ISO_8859_1.decode(answer.flip()).toString().startsWith("HTTP/1.1 100");
  }

  /** How many connections the server has not closed, as far as that has been seen. */
  int size() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    for (var connection : connections) {
      connection.close();
    }
  }
}
