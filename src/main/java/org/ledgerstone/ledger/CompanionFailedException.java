package org.ledgerstone.ledger;

/** A companion could not write its rows, and so undid the whole group of its candidate. */
final class CompanionFailedException extends RuntimeException {

  private final Candidate candidate;
  private final RuntimeException failure;

  CompanionFailedException(Candidate candidate, RuntimeException failure) {
    super(failure);
    this.candidate = candidate;
    this.failure = failure;
  }

  Candidate candidate() {
    return candidate;
  }

  /** What the companion threw. */
  RuntimeException failure() {
    return failure;
  }
}
