package org.ledgerstone.ledger.http;

/**
 * What was last read of the ledger, the same for all who are told.
 *
 * @param recent the newest blocks; the same object as long as there are no others
 * @param pending how many transactions wait
 */
record News(RecentBlocks recent, long pending) {

  /** Before anything was read. */
  static final News NONE = new News(RecentBlocks.NONE, 0);

  /**
   * What was read to find where a block has left the chain.
   *
   * @param fork the newest block in common that is known: genesis if nothing else is
   */
  record OfFork(News news, EventId fork) {}
}
