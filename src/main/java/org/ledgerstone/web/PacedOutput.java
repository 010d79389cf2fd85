package org.ledgerstone.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.catalina.connector.ClientAbortException;

/**
 * An answer on its way to a client that may take its time: so long for each {@value #PART_BYTES}
 * bytes. What counts is how long the client keeps the writer waiting, not what the writer itself
 * takes; and of one write no more than half of the time, since what stood still for longer may have
 * been the machine and not the client. For one thread.
 */
final class PacedOutput extends ServletOutputStream {

  /** What has to be taken within the time. */
  static final int PART_BYTES = 64 * 1024;

  private static final int SLICE = 8 * 1024;

  private final ServletOutputStream out;
  private final long allowedNanos;
  private final LongSupplier nanos;
  private long waitedNanos;
  private int partLeft = PART_BYTES;
  private boolean givenUp;
  private boolean heldBack;

  /** A part of the work that writes. */
  interface Writing {
    void run() throws IOException;
  }

  /**
   * Nothing is written yet.
   *
   * @param nanos a clock that never goes back
   */
  PacedOutput(ServletOutputStream out, Duration allowed, LongSupplier nanos) {
    this.out = out;
    this.allowedNanos = allowed.toNanos();
    this.nanos = nanos;
  }

  /** Whether the client was left. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** Does this with all flushing left out. */
  void holdingBack(Writing writing) throws IOException {
    heldBack = true;
    writing.run();
    heldBack = false;
  }

  @Override
  public void write(int one) throws IOException {
    paced(() -> out.write(one), 1);
  }

  /**
   * Writes as {@link java.io.OutputStream} has it.
   *
   * @throws ClientAbortException if the client takes too long: to whoever writes, it has gone
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int at = 0; at < length; at += SLICE) {
      int from = offset + at;
      int count = Math.min(SLICE, length - at);
      paced(() -> out.write(bytes, from, count), count);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!heldBack) {
      paced(out::flush, 0);
    }
  }

  private void paced(Writing writing, int bytes) throws IOException {
    if (givenUp) {
      throw new ClientAbortException("The answer was not read");
    }
    Turns.aside(() -> timed(writing));
    if (waitedNanos >= allowedNanos) {
      givenUp = true;
      throw new ClientAbortException("The answer was not read");
    }
    partLeft -= bytes;
    if (partLeft <= 0) {
      partLeft = PART_BYTES;
      waitedNanos = 0;
      GiveWay.toOthers();
    }
  }

  private void timed(Writing writing) throws IOException {
    long began = nanos.getAsLong();
    writing.run();
    waitedNanos += Math.min(nanos.getAsLong() - began, allowedNanos / 2);
  }

  @Override
  public void close() throws IOException {
    paced(out::close, 0);
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    out.setWriteListener(listener);
  }
}
