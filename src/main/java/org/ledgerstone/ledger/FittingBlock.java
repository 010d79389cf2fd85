package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Transaction;

/**
 * A block that can follow the chain, or the block before it in a run.
 *
 * @param effect what it does to the accounts
 */
record FittingBlock(SealedBlock block, StateChange effect) {

  /** What the transactions of all of these are, in order. */
  static List<Transaction> transactions(List<FittingBlock> run) {
    var all = new ArrayList<Transaction>();
    run.forEach(one -> all.addAll(one.block().transactions()));
    return all;
  }

  /** What every touched account holds after all of these. */
  static Map<AccountId, Standing> after(List<FittingBlock> run) {
    if (run.size() == 1) {
      return run.getFirst().effect().after();
    }
    var after = new HashMap<AccountId, Standing>();
    run.forEach(one -> after.putAll(one.effect().after()));
    return after;
  }
}
