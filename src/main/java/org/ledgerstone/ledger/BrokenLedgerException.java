package org.ledgerstone.ledger;

/** What is stored does not fit together: somebody else has written to these tables. */
public class BrokenLedgerException extends RuntimeException {

  /** What does not fit, for the operator. */
  public BrokenLedgerException(String message) {
    super(message);
  }

  /** What does not fit, and what was met while reading it. */
  public BrokenLedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
