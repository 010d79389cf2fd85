package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Standing;

/**
 * An account as blocks know it.
 *
 * @param row the id of its row; 0 while it has none
 */
record SealedAccount(long row, Standing standing) {

  static final SealedAccount NEW = new SealedAccount(0, Standing.NEW);

  boolean isNew() {
    return row == 0;
  }
}
