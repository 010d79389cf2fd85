package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/**
 * A request's body of any length, read as it comes. What is limited is how long the client may keep
 * the reader waiting for each {@value #PART_BYTES} bytes; how long the reader takes over them
 * itself does not count. For one thread at a time.
 */
public final class LongBody extends IncomingBody {

  /** What has to come within the time. */
  public static final int PART_BYTES = 1 << 20;

  private static final int UNWANTED_BYTES = 64 * 1024;

  private final Duration time;
  private long partLeft = PART_BYTES;
  private long waitedNanos;
  private boolean isLate;

  private LongBody(InputStream in, Duration time, Duration waited) {
    super(in);
    this.time = time;
    this.waitedNanos = waited.toNanos();
  }

  /**
   * Begins to read a body.
   *
   * @param time how long a part of it may take to come
   * @throws Problem 415 {@code MEDIA_TYPE_UNSUPPORTED}
   */
  public static LongBody open(HttpServletRequest request, Duration time, String... mediaTypes) {
    Body.requireNoEncoding(request);
    if (!List.of(mediaTypes).contains(Body.mediaType(request))) {
      throw Body.unsupported("Send " + String.join(" or ", mediaTypes) + ".")
          .withHeader("Accept", String.join(", ", mediaTypes));
    }
    try {
      return new LongBody(FirstBytes.stream(request), time, FirstBytes.waited(request));
    } catch (IOException e) {
      throw Body.brokenOff();
    }
  }

  /**
   * Reads as {@link InputStream} has it.
   *
   * @throws Problem 400 {@code MALFORMED} if it is broken off, 408 {@code BODY_TOO_SLOW}
   */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    long began = System.nanoTime();
    int got = next(buffer, offset, length, time.minusNanos(waitedNanos));
    waitedNanos += System.nanoTime() - began;
    if (waitedNanos > time.toNanos()) {
      throw tooSlow();
    }
    partLeft -= Math.max(0, got);
    if (partLeft <= 0) {
      partLeft = PART_BYTES;
      waitedNanos = 0;
    }
    return got;
  }

  /**
   * Takes what is left, for as long as a part may take, and does nothing with it: many clients read
   * an answer only when they have sent everything. Who was too slow is not waited for again.
   */
  public void passOver() {
    long began = System.nanoTime();
    var unwanted = new byte[UNWANTED_BYTES];
    try {
      int got = 0;
      while (!isLate && got >= 0) {
        var left = time.minusNanos(System.nanoTime() - began);
        got = left.isNegative() ? -1 : next(unwanted, 0, unwanted.length, left);
      }
    } catch (Problem gone) {
      // Or it pauses: there is nobody to wait for.
    }
  }

  @Override
  Problem tooSlow() {
    isLate = true;
    return new Problem(
        408,
        "BODY_TOO_SLOW",
        "The body came too slowly.",
        "Each " + PART_BYTES + " bytes have to come within " + time.toSeconds() + " s.");
  }
}
