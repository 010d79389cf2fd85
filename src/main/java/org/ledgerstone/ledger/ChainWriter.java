package org.ledgerstone.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProofOfWork;
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

  /**
   * Writes a block that was made here, and takes its transactions from the pool; false if not all
   * of them are there any more.
   *
   * @param rows the pool's rows of all its transactions but the reward
   * @param change what its transactions do, over these accounts
   */
  boolean appendFromPool(
      Head head,
      SealedBlock block,
      List<PoolTable.Pending> rows,
      StateChange change,
      Function<AccountId, SealedAccount> before) {
    int rewards = block.transactions().size() - rows.size();
    chain.insertTransactions(block, rewards, change.balances());
    if (!chain.moveFromPool(block, rows, change.balances())) {
      return false;
    }
    steps.reached(Step.APPENDING_MOVED);
    heads.poolLeft(rows.size());
    if (!rows.isEmpty()) {
      heads.poolFrom(rows.getLast().seq());
    }
    append(head, block, change, before);
    return true;
  }

  /**
   * Writes a block that came from outside and whose transfers are all pending here, so that it
   * changes no sender's standing; false if they are not all there any more.
   *
   * @param ours those of its transactions that are pending
   */
  boolean appendPending(
      Head head,
      SealedBlock block,
      Set<Hash> ours,
      StateChange change,
      Function<AccountId, SealedAccount> before) {
    if (pool.remove(List.copyOf(ours)) != ours.size()) {
      return false;
    }
    heads.poolLeft(ours.size());
    insert(head, block, change, before);
    return true;
  }

  /** Writes any block that came from outside; what no longer fits leaves the pool. */
  void appendForeign(
      Head head,
      SealedBlock block,
      StateChange change,
      Function<AccountId, SealedAccount> before,
      Time now) {
    var ours = pool.held(block.transactions().stream().map(Transaction::id).toList()).keySet();
    heads.poolLeft(pool.remove(List.copyOf(ours)));
    insert(head, block, change, before);
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

  private void insert(
      Head head, SealedBlock block, StateChange change, Function<AccountId, SealedAccount> before) {
    chain.insertTransactions(block, change.balances());
    steps.reached(Step.APPENDING_MOVED);
    append(head, block, change, before);
  }

  private void append(
      Head head, SealedBlock block, StateChange change, Function<AccountId, SealedAccount> before) {
    table.move(before, change.after());
    steps.reached(Step.APPENDING_COUNTED);
    var work = head.work().add(ProofOfWork.of(block.header().difficulty()));
    chain.insertBlock(block, work);
    history.append(block.header().index(), block.hash());
    heads.moveTo(block.header().index(), block.hash(), work);
    pool.forgetDropped();
    steps.reached(Step.APPENDING_WRITTEN);
  }

  /**
   * Judges anew what these senders have pending, on what blocks say of them now, and takes out what
   * no longer fits and what builds on that.
   */
  void dropWhatNoLongerFits(Map<AccountId, Standing> senders, Time now) {
    if (!senders.isEmpty()) {
      var unfit = unfit(pool.of(senders.keySet()), senders, now);
      pool.drop(unfit);
      heads.poolLeft(unfit.size());
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
