package org.ledgerstone.web;

import java.time.Duration;

/**
 * How long the reader of a long answer takes over each part of it, such as a page: who takes longer
 * than allowed is left. For one thread.
 */
public final class Pace {

  private final long allowedNanos;
  private long began = System.nanoTime();

  /** The first part begins now. */
  public Pace(Duration allowed) {
    this.allowedNanos = allowed.toNanos();
  }

  /** The next part begins. */
  public void begin() {
    began = System.nanoTime();
  }

  /**
   * Goes on if there is time left for this part.
   *
   * @throws Problem 408 {@code ANSWER_NOT_READ} if there is none; Tomcat breaks off what is sent
   */
  public void check() {
    if (System.nanoTime() - began > allowedNanos) {
      throw notRead();
    }
  }

  static Problem notRead() {
    return new Problem(408, "ANSWER_NOT_READ", "The answer was not read.", "Read it sooner.");
  }
}
