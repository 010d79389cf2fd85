package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Transaction;

/**
 * Blocks that can follow the chain, one after the other.
 *
 * @param transactions of all of them, in order
 * @param after what every touched account holds after all of them
 */
record FittingRun(
    List<FittingBlock> blocks, List<Transaction> transactions, Map<AccountId, Standing> after) {

  /** These blocks, which lead to these standings. */
  static FittingRun of(List<FittingBlock> blocks, Map<AccountId, Standing> after) {
    var transactions = new ArrayList<Transaction>();
    blocks.forEach(one -> transactions.addAll(one.block().transactions()));
    return new FittingRun(blocks, transactions, after);
  }

  /** A block by itself. */
  static FittingRun of(FittingBlock block) {
    return of(List.of(block), block.effect().after());
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  SealedBlock last() {
    return blocks.getLast().block();
  }
}
