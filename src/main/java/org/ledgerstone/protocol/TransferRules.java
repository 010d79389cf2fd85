package org.ledgerstone.protocol;

import java.util.Optional;

/** Judges an authorised transfer against its sender's standing. Touches nothing. */
public final class TransferRules {

  private TransferRules() {}

  /**
   * Why the transfer cannot be taken; empty if it can. The first refusal wins.
   *
   * @param now the clock for a pool, the block's time for a block
   */
  public static Optional<Refused> judge(Transfer transfer, Standing sender, Time now) {
    if (transfer.hasEnded(now)) {
      return Optional.of(Refusal.TRANSACTION_EXPIRED.plainly());
    }
    if (!transfer.isSeedForm()) {
      long nonce = transfer.nonce().getAsLong();
      if (nonce < sender.nextNonce()) {
        return Optional.of(
            Refusal.NONCE_USED.because("The next nonce is " + sender.nextNonce() + "."));
      }
      if (nonce > sender.nextNonce()) {
        return Optional.of(
            Refusal.NONCE_AHEAD.because("The next nonce is " + sender.nextNonce() + "."));
      }
    }
    if (transfer.amount().units().compareTo(sender.spendable()) > 0) {
      return Optional.of(
          Refusal.BALANCE_TOO_LOW.because(
              "Of " + transfer.asset() + " " + sender.spendable() + " are available."));
    }
    return Optional.empty();
  }
}
