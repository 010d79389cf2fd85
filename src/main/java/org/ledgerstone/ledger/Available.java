package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Transfer;

/**
 * What an account has left after what the pool takes from it.
 *
 * @param standing what it may still spend, and its next nonce
 * @param pending how many of its transfers are pending, or were some blocks ago
 */
record Available(Standing standing, long pending) {

  static final Available NEW = new Available(Standing.NEW, 0);

  Available paying(Transfer transfer) {
    return new Available(standing.paying(transfer), pending + 1);
  }
}
