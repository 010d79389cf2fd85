package org.ledgerstone.protocol;

/** Which posts a ledger takes. */
public enum Posts {
  /** Signed and unsigned ones. */
  ANY,
  /** Only those that their sender signed. */
  SIGNED,
  /** None. */
  OFF
}
