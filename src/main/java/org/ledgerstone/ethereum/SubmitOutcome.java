package org.ledgerstone.ethereum;

/** What comes of an order. */
public sealed interface SubmitOutcome {

  /**
   * It is kept and will be brought about.
   *
   * @param isNew false if the same order was kept before
   */
  record Kept(EthereumSubmission submission, boolean isNew) implements SubmitOutcome {}

  /** Another order has this idempotency key. */
  record KeyReused(EthereumSubmission other) implements SubmitOutcome {}

  /**
   * Nothing of it is kept.
   *
   * @param detail a sentence for who asked
   */
  record Refused(EthereumRefusal code, String detail) implements SubmitOutcome {}
}
