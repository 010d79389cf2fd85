package org.ledgerstone.ledger;

import org.ledgerstone.settings.StartRefused;

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

  /** What is told where a node must not start on it. */
  StartRefused refusal() {
    return new StartRefused(
        getMessage()
            + ". The database has lost something or was changed by somebody else: \"verify\" of the"
            + " command line finds all of it.");
  }
}
