package org.ledgerstone.ledger;

import org.ledgerstone.protocol.SealedBlock;
import org.springframework.stereotype.Component;

/**
 * Looks at the newest blocks before a node serves anybody: whether they follow one another and hold
 * the transactions that they say; that a header has its hash is seen whenever it is read. A disk
 * that lost its last writes, or a copy cut off, shows there; all of the chain is for an audit.
 */
@Component
class RecentBlocks {

  private static final int BLOCKS = 10;

  private final OneChain oneChain;
  private final Chain chain;

  RecentBlocks(OneChain oneChain, Chain chain) {
    this.oneChain = oneChain;
    this.chain = chain;
  }

  /**
   * Checks.
   *
   * @throws org.ledgerstone.settings.StartRefused if a block is not what it says
   */
  void check() {
    try {
      oneChain.read(this::checkNewest);
    } catch (BrokenLedgerException broken) {
      throw broken.refusal();
    }
  }

  private long checkNewest() {
    long head = chain.head().index();
    for (long index = Math.max(2, head - BLOCKS + 1); index <= head; index++) {
      check(index);
    }
    return head;
  }

  private void check(long index) {
    var stored =
        chain
            .block(index)
            .orElseThrow(() -> new BrokenLedgerException("Block " + index + " is missing"));
    var before = chain.block(index - 1).map(StoredBlock::hash);
    if (!before.map(stored.header().previous()::equals).orElse(false)) {
      throw new BrokenLedgerException("Block " + index + " does not follow the one before it");
    }
    var held = chain.transactions(index).stream().map(Recorded::transaction).toList();
    if (held.size() != stored.header().count()
        || !SealedBlock.merkleRoot(held).equals(stored.header().merkleRoot())) {
      throw new BrokenLedgerException("Block " + index + " holds other transactions than it says");
    }
  }
}
