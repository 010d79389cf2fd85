package org.ledgerstone.protocol;

import java.math.BigInteger;

/**
 * What an account's orders are judged against.
 *
 * @param spendable how many units it may spend, never negative
 * @param nextNonce the nonce that its next numbered transfer must carry
 */
public record Standing(BigInteger spendable, long nextNonce) {

  /** The standing of an account that nothing has happened to. */
  public static final Standing NEW = new Standing(BigInteger.ZERO, 0);

  /** After paying this transfer. */
  public Standing paying(Transfer transfer) {
    return new Standing(
        spendable.subtract(transfer.amount().units()),
        transfer.isSeedForm() ? nextNonce : nextNonce + 1);
  }

  /** After receiving so much. */
  public Standing receiving(Amount amount) {
    return new Standing(spendable.add(amount.units()), nextNonce);
  }
}
