package org.ledgerstone.web;

/** Whether a keyed request is new, the same again, or another one under a used key. */
public sealed interface Repetition {

  /** Carry it out, and keep the answer in the same transaction if it succeeds. */
  record Proceed() implements Repetition {}

  /**
   * Carry nothing out: this was the answer.
   *
   * @param answer the first answer
   */
  record Replay(KeptAnswer answer) implements Repetition {}

  /** Refuse it: the key belongs to another request. */
  record Reused() implements Repetition {

    /** 422 {@code IDEMPOTENCY_KEY_REUSED}. */
    public Problem problem() {
      return new Problem(
          422,
          "IDEMPOTENCY_KEY_REUSED",
          "The Idempotency-Key belongs to another request.",
          "Take a new key for a new request; a key is free again after 7 days.");
    }
  }
}
