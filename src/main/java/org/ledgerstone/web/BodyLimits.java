package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a body that is read whole may take: time, and a share of the room that all such bodies have
 * together. One of {@value #BYTES_FREE} bytes needs no room, so that there is always some for a
 * single transaction.
 *
 * @param time from its first byte to its last
 * @param room what it takes is given back by whoever made this, when the request is answered
 */
record BodyLimits(Duration time, Quota.Share room) {

  static final String ATTRIBUTE = BodyLimits.class.getName();

  static final int BYTES_FREE = 2 * 1024;

  private static final Duration USUAL = Duration.ofSeconds(10);

  /** What the server has said for this request. */
  static BodyLimits of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof BodyLimits said
        ? said
        : new BodyLimits(USUAL, roomFor(Long.MAX_VALUE).share());
  }

  /** Room for so many bytes. */
  static Quota roomFor(long bytes) {
    return new Quota(bytes, BodyLimits::noRoom);
  }

  /**
   * Reads to the end, or so many bytes. What is held grows with what has come.
   *
   * @param waited how much of the time has gone already
   * @throws IOException if it is broken off, or pauses for too long: {@link #isTimeout}
   * @throws Problem 408 {@code BODY_TOO_SLOW}, 429 {@code BODIES_TOO_MANY}
   */
  byte[] read(InputStream in, Duration waited, int bytesMax) throws IOException {
    long began = System.nanoTime() - waited.toNanos();
    var bytes = new byte[Math.min(bytesMax, BYTES_FREE + 1)];
    int count = 0;
    var reads = new ReadsInTime(in);
    while (count < bytesMax) {
      if (count == bytes.length) {
        bytes = longer(bytes, bytesMax);
      }
      var left = time.minusNanos(System.nanoTime() - began);
      int got = reads.read(bytes, count, bytes.length - count, left);
      if (got < 0) {
        break;
      }
      count += got;
      if (System.nanoTime() - began > time.toNanos()) {
        throw tooSlow();
      }
    }
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }

  private byte[] longer(byte[] bytes, int bytesMax) {
    int length = (int) Math.min(bytesMax, 2L * bytes.length);
    room.take(length - bytes.length);
    return Arrays.copyOf(bytes, length);
  }

  /** Whether the client paused for longer than the server waits. */
  static boolean isTimeout(IOException e) {
    return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
  }

  /** 408 {@code BODY_TOO_SLOW}. */
  Problem tooSlow() {
    return tooSlow(time);
  }

  static Problem tooSlow(Duration time) {
    return new Problem(
        408,
        "BODY_TOO_SLOW",
        "The body came too slowly.",
        "What is waited for, all of it or its beginning, has to come within "
            + time.toSeconds()
            + " s; nothing has changed.");
  }

  private static Problem noRoom() {
    return new Problem(
            429,
            "BODIES_TOO_MANY",
            "Too many long bodies are coming at once.",
            "Send it again in a moment; nothing has changed.")
        .withHeader("Retry-After", "1");
  }
}
