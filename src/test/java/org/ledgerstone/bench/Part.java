package org.ledgerstone.bench;

/**
 * Something that is measured in turns with the others.
 *
 * @param ledger the build that is measured, or nothing where there is one or it is none's
 */
record Part(Subject subject, String ledger, Turn turn) {

  /** One turn, of about so many seconds. */
  interface Turn {
    Measurement take(double seconds) throws Exception;
  }

  String title() {
    return ledger.isEmpty() ? subject.title() : subject.title() + ", " + ledger;
  }
}
