package org.ledgerstone.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body while it comes: what goes wrong with the connection is a refusal. */
abstract class IncomingBody extends InputStream {

  private final ReadsInTime reads;

  IncomingBody(InputStream in) {
    reads = new ReadsInTime(in);
  }

  /** That the client has paused or kept us waiting for too long. */
  abstract Problem tooSlow();

  @Override
  public final int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] buffer, int offset, int length);

  /**
   * What comes next.
   *
   * @param time how long it may take
   * @throws Problem 400 {@code MALFORMED} if it is broken off, or {@link #tooSlow}
   */
  final int next(byte[] buffer, int offset, int length, Duration time) {
    try {
      return reads.read(buffer, offset, length, time);
    } catch (IOException e) {
      throw BodyLimits.isTimeout(e) ? tooSlow() : Body.brokenOff();
    }
  }
}
