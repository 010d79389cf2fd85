package org.ledgerstone.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line from one node to another that can be cut. Whoever calls it sees the other at this end of
 * it. Where a caller says its own address, that of the line back is put in, as a router that
 * translates addresses does; both have the same length.
 */
final class Cable implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;

  private final ServerSocket end;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile String address = "-";
  private volatile String shown = "-";

  private Cable(ServerSocket end, int target) {
    this.end = end;
    this.target = target;
  }

  /** A line to the node that listens on this port, or will. */
  static Cable to(int target) throws IOException {
    var cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().name("cable").start(cable::accept);
    return cable;
  }

  /** Where it begins. */
  int port() {
    return end.getLocalPort();
  }

  /** Who listens on the one port is shown as listening on the other. */
  void shows(int port, int instead) {
    address = "http://127.0.0.1:" + port;
    shown = "http://127.0.0.1:" + instead;
    if (address.length() != shown.length()) {
      throw new IllegalStateException(address + " is not as long as " + shown);
    }
  }

  /** Ends what is under way, and everything from now on. */
  void cut() {
    cut = true;
    open.forEach(Cable::end);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!end.isClosed()) {
      try {
        connect(end.accept());
      } catch (IOException e) {
        if (!end.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket caller) {
    open.add(caller);
    try {
      var called = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(called);
      Thread.ofVirtual().start(() -> carry(caller, called, true));
      Thread.ofVirtual().start(() -> carry(called, caller, false));
    } catch (IOException e) {
      end(caller);
    }
    if (cut) {
      cut();
    }
  }

  private void carry(Socket from, Socket to, boolean there) {
    var piece = new byte[PIECE_BYTES];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int count = in.read(piece); count >= 0 && !cut; count = in.read(piece)) {
        out.write(there ? translated(piece, count) : piece, 0, count);
      }
    } catch (IOException e) {
      // One of them has gone, or the line was cut.
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private byte[] translated(byte[] piece, int count) {
    return new String(piece, 0, count, ISO_8859_1).replace(address, shown).getBytes(ISO_8859_1);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    end.close();
    cut();
  }
}
