package org.ledgerstone.web;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's connections, which also keeps a few places free: when they run out, those are closed
 * that only wait for their clients, see {@link Waiting#toGiveUp}. Otherwise who comes next would
 * wait until one of them has had all of its time. A request that is being worked on is never given
 * up.
 */
final class ConnectionPlaces extends NioEndpoint {

  /** One of so many places is kept free. */
  private static final int SPARE = 16;

  /** Who was heard of later may have sent what nobody has found time to read yet. */
  private static final long SILENT_MILLIS = 250;

  /** Looking takes time for each place; all who hold them may have something to do. */
  private static final long LOOK_MILLIS = 10;

  private static final long LOOK_NANOS = LOOK_MILLIS * 1_000_000;

  /** Tomcat, which makes this, notes times by the same one. */
  private final InstantSource clock = InstantSource.system();

  private volatile Predicate<InetAddress> shared = address -> false;

  /** Only for the thread that accepts. */
  private long lookedAt = System.nanoTime() - LOOK_NANOS;

  /** Behind these addresses there are many clients. */
  void share(Predicate<InetAddress> addresses) {
    shared = addresses;
  }

  /** Whoever works for a connection can be asked which one it is. */
  @Override
  protected SocketProcessorBase<NioChannel> createSocketProcessor(
      SocketWrapperBase<NioChannel> connection, SocketEvent event) {
    return new SocketProcessor(connection, event) {
      @Override
      protected void doRun() {
        var channel = socketWrapper.getSocket().getIOChannel();
        if (channel == null) {
          super.doRun(); // Closed just now.
        } else {
          ScopedValue.where(ReadsInTime.CONNECTION, channel).run(super::doRun);
        }
      }
    };
  }

  /** Before the next connection is accepted. */
  @Override
  protected void countUpOrAwaitConnection() throws InterruptedException {
    while (getMaxConnections() > 0 && getConnectionCount() >= enough() && !isEnding()) {
      if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
        makeRoom();
        lookedAt = System.nanoTime();
      }
      if (getConnectionCount() < getMaxConnections()) {
        break;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    super.countUpOrAwaitConnection();
  }

  private boolean isEnding() {
    return !isRunning() || isPaused();
  }

  private int enough() {
    return getMaxConnections() - getMaxConnections() / SPARE;
  }

  private void makeRoom() {
    long staying = getConnectionCount();
    var waiting = new ArrayList<Waiting<SocketChannel>>();
    for (var connection : getConnections()) {
      var channel = connection.getSocket().getIOChannel();
      if (channel == null) {
        continue; // Closed just now, and not counted any more.
      }
      if (channel.socket().isInputShutdown()) {
        staying--;
      } else if (connection instanceof NioSocketWrapper one && isWaiting(one)) {
        waiting.add(new Waiting<>(channel, channel.socket().getInetAddress(), heardMillis(one)));
      }
    }
    if (staying >= enough()) {
      int count = Math.max(1, getMaxConnections() / SPARE);
      Waiting.toGiveUp(waiting, count, shared).forEach(ConnectionPlaces::end);
    }
  }

  /** Tomcat asks to be told of a connection only while there is nothing else to do for it. */
  private boolean isWaiting(NioSocketWrapper connection) {
    return connection.interestOps() != 0
        && clock.millis() - heardMillis(connection) >= SILENT_MILLIS;
  }

  private static long heardMillis(NioSocketWrapper connection) {
    return Math.max(connection.getLastRead(), connection.getLastWrite());
  }

  /** Whoever reads it or writes to it is woken, and closes it. */
  private static void end(SocketChannel channel) {
    try {
      channel.shutdownInput();
      channel.shutdownOutput();
    } catch (IOException e) {
      // It has gone by itself.
    }
  }
}
