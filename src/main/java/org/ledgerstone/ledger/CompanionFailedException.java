package org.ledgerstone.ledger;

/** A companion could not write its rows, and so undid the whole group of its submission. */
final class CompanionFailedException extends RuntimeException {

  private final Submission submission;
  private final RuntimeException failure;

  CompanionFailedException(Submission submission, RuntimeException failure) {
    super(failure);
    this.submission = submission;
    this.failure = failure;
  }

  Submission submission() {
    return submission;
  }

  /** What the companion threw. */
  RuntimeException failure() {
    return failure;
  }
}
