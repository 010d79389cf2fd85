package org.ledgerstone.web;

import java.io.IOException;
import java.io.InputStream;

/** A body while it comes: what goes wrong with the connection is a refusal. */
abstract class IncomingBody extends InputStream {

  private final InputStream in;

  IncomingBody(InputStream in) {
    this.in = in;
  }

  /** That the client has paused for too long. */
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
   * @throws Problem 400 {@code MALFORMED} if it is broken off, or {@link #tooSlow}
   */
  final int next(byte[] buffer, int offset, int length) {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw BodyLimits.isTimeout(e) ? tooSlow() : Body.brokenOff();
    }
  }
}
