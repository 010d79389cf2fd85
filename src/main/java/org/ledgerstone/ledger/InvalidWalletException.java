package org.ledgerstone.ledger;

/** The settings describe no usable wallet. The message holds no key. */
public class InvalidWalletException extends RuntimeException {

  /** What is wrong, for the operator. */
  public InvalidWalletException(String message) {
    super(message);
  }
}
