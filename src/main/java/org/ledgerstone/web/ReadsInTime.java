package org.ledgerstone.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a body that end in time, whatever comes: Tomcat reads the framing of a chunk in one go,
 * and would wait anew for each byte of it. A connection whose read is late gets an end of input,
 * and can still be answered. To be made by the thread that works for the request; for one thread at
 * a time.
 */
final class ReadsInTime {

  /** The connection that a thread works for. */
  static final ScopedValue<SocketChannel> CONNECTION = ScopedValue.newInstance();

  private static final Set<Reading> READINGS = ConcurrentHashMap.newKeySet();

  private final InputStream in;
  private final @Nullable SocketChannel connection;

  ReadsInTime(InputStream in) {
    this.in = in;
    this.connection = CONNECTION.isBound() ? CONNECTION.get() : null;
  }

  /**
   * Reads as {@link InputStream} has it.
   *
   * @param time how long that may take; what it takes too long is found by the next {@link #look}
   * @throws SocketTimeoutException if it was ended since it took too long, or the client paused
   */
  int read(byte[] buffer, int offset, int length, Duration time) throws IOException {
    var reading = new Reading(connection, System.nanoTime() + time.toNanos());
    READINGS.add(reading);
    try {
      int got = in.read(buffer, offset, length);
      if (got >= 0 || !reading.wasEnded()) {
        return got;
      }
    } catch (IOException e) {
      if (!reading.wasEnded()) {
        throw e;
      }
    } finally {
      READINGS.remove(reading);
      reading.close();
    }
    throw new SocketTimeoutException("A read took too long");
  }

  /** Ends those that are late. To be called again and again, by any thread. */
  static void look() {
    READINGS.forEach(Reading::endIfLate);
  }

  /** One read; each is its own. Its connection may be in other use as soon as it is closed. */
  private static final class Reading {

    private final @Nullable SocketChannel connection;
    private final long untilNanos;
    private boolean ended;
    private boolean closed;

    private Reading(@Nullable SocketChannel connection, long untilNanos) {
      this.connection = connection;
      this.untilNanos = untilNanos;
    }

    synchronized void endIfLate() {
      if (closed || ended || System.nanoTime() - untilNanos <= 0) {
        return;
      }
      ended = true;
      try {
        if (connection != null) {
          connection.shutdownInput();
        }
      } catch (IOException e) {
        // It has gone by itself.
      }
    }

    synchronized boolean wasEnded() {
      return ended;
    }

    synchronized void close() {
      closed = true;
    }
  }
}
