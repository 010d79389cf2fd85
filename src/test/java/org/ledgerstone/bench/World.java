package org.ledgerstone.bench;

import java.math.BigInteger;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;

/** The accounts and the parameters of the ledgers that are measured: the same for each of them. */
final class World {

  static final WalletKey MINER = TestKeys.key(1);
  static final String ASSET = "COIN";

  /**
   * How many accounts can hold something from genesis: a file of more than about 35,000 shares is
   * longer than YAML is read.
   */
  static final int SHARES_MAX = 20_000;

  private static final long SHARE = 1_000_000_000_000L;
  private static final long HOT_SHARE = 1_000_000_000_000_000L;
  static final long FUNDS = 1_000_000;

  private final Wallets wallets;
  private final Genesis genesis;
  private final Rules rules;
  private final int rich;

  World(int accounts, int blockLimit) {
    wallets = new Wallets(accounts + Traffic.HOT_ACCOUNTS);
    rich = Math.min(accounts, SHARES_MAX);
    var draft = new TestGenesis().name("bench").assets(ASSET).reward(0).difficulty(0);
    draft.interval(1).blockLimit(blockLimit).miners(MINER.address());
    for (int i = 0; i < rich; i++) {
      draft.allocate(ASSET, wallets.address(i), SHARE);
    }
    draft.allocate(ASSET, wallets.address(accounts), HOT_SHARE);
    genesis = draft.build();
    rules = new Rules(genesis.block().hash(), genesis);
  }

  Wallets wallets() {
    return wallets;
  }

  Genesis genesis() {
    return genesis;
  }

  Rules rules() {
    return rules;
  }

  /** How many accounts hold something from genesis; the others have to be paid first. */
  int rich() {
    return rich;
  }

  int accounts() {
    return wallets.count() - Traffic.HOT_ACCOUNTS;
  }

  BigInteger total() {
    return genesis.allocations().stream()
        .map(share -> share.amount().units())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
