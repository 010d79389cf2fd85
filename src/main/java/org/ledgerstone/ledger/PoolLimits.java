package org.ledgerstone.ledger;

import org.ledgerstone.settings.StartRefused;

/**
 * How many transactions may be pending.
 *
 * @param all of everybody together
 * @param ofOneSender of one sender and asset
 */
record PoolLimits(long all, long ofOneSender) {

  PoolLimits {
    if (all < 1 || ofOneSender < 1) {
      throw new StartRefused(
          "LEDGER_POOL_LIMIT and LEDGER_POOL_LIMIT_PER_SENDER are whole numbers from 1.");
    }
  }
}
