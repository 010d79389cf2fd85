package org.ledgerstone.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferRules;
import org.springframework.stereotype.Component;

/**
 * Writes a judged block onto the head, inside one change of the ledger: transactions, accounts,
 * block, history, head. One path for blocks that are sealed here and for those of others.
 */
@Component
class ChainWriter {

  private final ChainTable chain;
  private final PoolTable pool;
  private final StandingTable table;
  private final HistoryTable history;
  private final HeadTable heads;
  private final Standings standings;
  private final Steps steps;

  ChainWriter(
      ChainTable chain,
      PoolTable pool,
      StandingTable table,
      HistoryTable history,
      HeadTable heads,
      Standings standings,
      Steps steps) {
    this.chain = chain;
    this.pool = pool;
    this.table = table;
    this.history = history;
    this.heads = heads;
    this.standings = standings;
    this.steps = steps;
  }

  /** Takes a block's transactions out of the pool; false if not all of them are there any more. */
  boolean takeFromPool(SealedBlock block) {
    var ids =
        block.transactions().stream()
            .filter(t -> !(t.content() instanceof Reward))
            .map(Transaction::id)
            .toList();
    return pool.remove(ids) == ids.size();
  }

  /**
   * Writes a block that was made here, whose transactions have been taken from the pool.
   *
   * @param change what its transactions do, over these standings
   */
  void appendFromPool(
      Head head, SealedBlock block, StateChange change, Function<AccountId, Standing> before) {
    append(head, block, change, before);
    creditReceivers(block);
  }

  /** Writes a block that came from outside; what no longer fits leaves the pool. */
  void appendForeign(
      Head head,
      SealedBlock block,
      StateChange change,
      Function<AccountId, Standing> before,
      Time now) {
    var ours = pool.held(block.transactions().stream().map(Transaction::id).toList());
    pool.remove(List.copyOf(ours));
    append(head, block, change, before);
    standings.forget(change.after().keySet());

    // Only who has paid by what was not in the pool can have something there that no longer fits.
    var surprised = new HashMap<AccountId, Standing>();
    for (var transaction : block.transactions()) {
      if (transaction.content() instanceof Transfer transfer && !ours.contains(transaction.id())) {
        var sender = new AccountId(transfer.from(), transfer.asset());
        surprised.put(sender, change.standing(sender));
      }
    }
    dropWhatNoLongerFits(surprised, now);
  }

  private void append(
      Head head, SealedBlock block, StateChange change, Function<AccountId, Standing> before) {
    chain.insertTransactions(block, change.balances());
    steps.reached(Step.APPENDING_MOVED);
    table.move(before, change.after());
    steps.reached(Step.APPENDING_COUNTED);
    var work = head.work().add(ProofOfWork.of(block.header().difficulty()));
    chain.insertBlock(block, work);
    history.append(block.header().index(), block.hash());
    heads.moveTo(block.header().index(), block.hash(), work);
    pool.forgetDropped();
    steps.reached(Step.APPENDING_WRITTEN);
  }

  /** The senders' standings had counted their transfers already when those entered the pool. */
  private void creditReceivers(SealedBlock block) {
    var receivers = new HashSet<AccountId>();
    for (var transaction : block.transactions()) {
      var accounts = StateChange.accountsOf(transaction.content());
      if (!accounts.isEmpty()) {
        receivers.add(accounts.getLast());
      }
    }
    standings.forget(receivers);
  }

  /**
   * Judges anew what these senders have pending, on what blocks say of them now, and takes out what
   * no longer fits and what builds on that.
   */
  void dropWhatNoLongerFits(Map<AccountId, Standing> senders, Time now) {
    if (!senders.isEmpty()) {
      pool.drop(unfit(pool.of(senders.keySet()), senders, now));
      standings.forget(senders.keySet());
    }
  }

  private static Map<PoolTable.Pending, String> unfit(
      List<PoolTable.Pending> pending, Map<AccountId, Standing> sealed, Time now) {
    var standing = new LinkedHashMap<>(sealed);
    var unfit = new LinkedHashMap<PoolTable.Pending, String>();
    for (var one : pending) {
      if (one.transaction().content() instanceof Transfer transfer) {
        var sender = new AccountId(transfer.from(), transfer.asset());
        var before = standing.getOrDefault(sender, Standing.NEW);
        TransferRules.judge(transfer, before, now)
            .ifPresentOrElse(
                refused -> unfit.put(one, refused.code().name()),
                () -> standing.put(sender, before.paying(transfer)));
      }
    }
    return unfit;
  }
}
