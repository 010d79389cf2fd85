package org.ledgerstone.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a port of this machine. It can be cut, also just when an answer has come from there:
 * who called never sees it. It can be made to lead to another port. Where a caller says its own
 * address, that of another line can be put in, as a router that translates addresses does.
 */
public final class Line implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;
  private static final String NEVER = "";

  private final ServerSocket end;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile int target;
  private volatile boolean cut;
  private volatile String words = NEVER;
  private volatile String address = NEVER;
  private volatile String shown = NEVER;

  private Line(ServerSocket end, int target) {
    this.end = end;
    this.target = target;
  }

  /** A line to whoever listens on this port, or will. */
  public static Line to(int target) {
    try {
      var line = new Line(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      Thread.ofVirtual().name("line").start(line::accept);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it begins. */
  public int port() {
    return end.getLocalPort();
  }

  /** From now on it leads there; what is open is cut. */
  public void leadTo(int port) {
    target = port;
    open.forEach(Line::end);
  }

  /** Cuts each connection on which an answer with these words comes, before they are through. */
  public void cutAt(String answer) {
    words = answer;
  }

  /** Ends what is under way, and everything from now on. */
  public void cut() {
    cut = true;
    open.forEach(Line::end);
  }

  /** Lets everything through again. */
  public void mend() {
    cut = false;
    words = NEVER;
  }

  /** Who listens on the one port is shown as listening on the other, which is as long. */
  public void shows(int port, int instead) {
    var one = "http://127.0.0.1:" + port;
    var other = "http://127.0.0.1:" + instead;
    if (one.length() != other.length()) {
      throw new IllegalStateException(one + " is not as long as " + other);
    }
    shown = other;
    address = one;
  }

  /** How often an answer was cut off. */
  public int cuts() {
    return cuts.get();
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
      caller.setTcpNoDelay(true);
      called.setTcpNoDelay(true);
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
        if (!there && isToBeCut(piece, count)) {
          cuts.incrementAndGet();
          return;
        }
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
    return address.equals(NEVER)
        ? piece
        : new String(piece, 0, count, ISO_8859_1).replace(address, shown).getBytes(ISO_8859_1);
  }

  private boolean isToBeCut(byte[] piece, int count) {
    return !words.equals(NEVER) && new String(piece, 0, count, ISO_8859_1).contains(words);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      end.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
