package org.ledgerstone.ledger;

/** The configured genesis describes no ledger, or another one than the database holds. */
public class InvalidGenesisException extends RuntimeException {

  /** What is wrong, for the operator. */
  public InvalidGenesisException(String message) {
    super(message);
  }

  /** What is wrong, and what was met while reading it. */
  public InvalidGenesisException(String message, Throwable cause) {
    super(message, cause);
  }
}
