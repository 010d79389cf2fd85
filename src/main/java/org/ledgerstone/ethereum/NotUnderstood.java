package org.ledgerstone.ethereum;

/** An answer has not the form it should have. Thrown and caught where answers are read. */
final class NotUnderstood extends RuntimeException {

  /**
   * A fault of the form.
   *
   * @param what what was expected, without a word of what was there
   */
  NotUnderstood(String what) {
    super(what, null, false, false);
  }
}
