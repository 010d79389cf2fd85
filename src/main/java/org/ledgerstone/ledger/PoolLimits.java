package org.ledgerstone.ledger;

import org.ledgerstone.settings.StartRefused;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How many transactions may be pending.
 *
 * @param all of everybody together
 * @param ofOneSender of one sender and asset
 */
@Component
record PoolLimits(
    @Value("${ledger.pool-limit:200000}") long all,
    @Value("${ledger.pool-limit-per-sender:50000}") long ofOneSender) {

  PoolLimits {
    if (all < 1 || ofOneSender < 1) {
      throw new StartRefused(
          "LEDGER_POOL_LIMIT and LEDGER_POOL_LIMIT_PER_SENDER are whole numbers from 1.");
    }
  }
}
