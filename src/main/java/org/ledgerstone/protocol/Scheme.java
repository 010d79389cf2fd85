package org.ledgerstone.protocol;

import java.util.List;
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

  private static final List<Scheme> BY_NUMBER =
      List.of(NONE, SEED_TEXT, TYPED_DATA, ETHEREUM_TRANSACTION);

  private final int number;

  Scheme(int number) {
    this.number = number;
  }

  /** The scheme with this number; empty if there is none. */
  public static Optional<Scheme> of(int number) {
    return number >= 0 && number < BY_NUMBER.size()
        ? Optional.of(BY_NUMBER.get(number))
        : Optional.empty();
  }

  /** The number that is hashed, 0 … 3. */
  public int number() {
    return number;
  }
}
