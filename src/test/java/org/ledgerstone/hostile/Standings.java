package org.ledgerstone.hostile;

import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;

/** What blocks of a test build on: what is sealed, whatever is pending. */
final class Standings {

  private Standings() {}

  /** The nonce that the account's next transfer in a block carries. */
  static long next(ChainInMemory chain, Address account) {
    return chain.standing(new AccountId(account, BlockFixture.COIN)).nextNonce();
  }
}
