package org.ledgerstone.ledger;

import java.math.BigInteger;
import org.ledgerstone.protocol.AccountId;

/**
 * What an account holds, in smallest units.
 *
 * @param valid what blocks say; only this is money
 * @param pendingIn what the pool will add
 * @param pendingOut what the pool will take
 * @param nextNonce the nonce that the account's next numbered transfer must carry
 */
public record Balance(
    AccountId account,
    BigInteger valid,
    BigInteger pendingIn,
    BigInteger pendingOut,
    long nextNonce) {

  /** What it will be when everything pending is in a block. */
  public BigInteger balance() {
    return valid.add(pendingIn).subtract(pendingOut);
  }

  /** What a new transfer may spend. */
  public BigInteger available() {
    return valid.subtract(pendingOut);
  }
}
