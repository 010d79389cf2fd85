package org.ledgerstone.protocol;

import java.util.Arrays;
import java.util.Optional;

/** How a transaction is authorised. Its number is hashed into the transaction's leaf. */
public enum Scheme {
  /** Nothing is signed: rewards, allocations and posts from nobody. */
  NONE(0),
  /** EIP-191 {@code personal_sign} over sender, receiver and amount, as in the first document. */
  SEED_TEXT(1),
  /** EIP-712 typed data. */
  TYPED_DATA(2),
  /** Reserved; refused. */
  ETHEREUM_TRANSACTION(3);

  private final int number;

  Scheme(int number) {
    this.number = number;
  }

  /** The scheme with this number; empty if there is none. */
  public static Optional<Scheme> of(int number) {
    return Arrays.stream(values()).filter(scheme -> scheme.number == number).findFirst();
  }

  /** The number that is hashed, 0 … 3. */
  public int number() {
    return number;
  }
}
