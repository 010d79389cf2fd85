package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferRules;
import org.springframework.stereotype.Component;

/**
 * Writes judged blocks onto the head, inside one change of the ledger: transactions, accounts,
 * blocks, history, head. What a block holds has numbers above those of all blocks before and below
 * those of all that stays pending.
 */
@Component
class ChainWriter {

  /** Where room is made, as many as now find it so many times, as far apart as what is admitted. */
  private static final long TIMES_AHEAD = 32;

  private final ChainTable chain;
  private final PoolTable pool;
  private final StandingTable table;
  private final HistoryTable history;
  private final HeadTable heads;
  private final AdmissionsTable admissions;
  private final Standings standings;
  private final Steps steps;

  ChainWriter(
      ChainTable chain,
      PoolTable pool,
      StandingTable table,
      HistoryTable history,
      HeadTable heads,
      AdmissionsTable admissions,
      Standings standings,
      Steps steps) {
    this.chain = chain;
    this.pool = pool;
    this.table = table;
    this.history = history;
    this.heads = heads;
    this.admissions = admissions;
    this.standings = standings;
    this.steps = steps;
  }

  /**
   * Writes a block that was made here; false if what it was to hold is no longer all that is
   * pending.
   *
   * @param rows all its transactions but the reward: the oldest that are pending
   * @param change what its transactions do, over these accounts
   */
  boolean appendFromPool(
      Head head,
      SealedBlock block,
      List<PoolTable.Pending> rows,
      StateChange change,
      Function<AccountId, SealedAccount> before) {
    if (!pool.beginsWith(rows)) {
      return false;
    }
    int rewards = block.transactions().size() - rows.size();
    var all = record(head, block.transactions().subList(0, rewards), 1);
    all.addAll(rows);
    append(head, FittingRun.of(new FittingBlock(block, change)), all, rows.size(), before);
    return true;
  }

  /**
   * Writes blocks that came from outside and of which everything but the rewards is pending here,
   * so that they change no sender's standing; false if that is not all there any more.
   *
   * @param ours what they hold but for the rewards
   */
  boolean appendPending(
      Head head, FittingRun run, Set<Hash> ours, Function<AccountId, SealedAccount> before) {
    if (pool.remove(List.copyOf(ours)) != ours.size()) {
      return false;
    }
    append(head, run, recordForeign(head, run), ours.size(), before);
    return true;
  }

  /** Writes any blocks that came from outside; what no longer fits leaves the pool. */
  void appendForeign(
      Head head, FittingRun run, Function<AccountId, SealedAccount> before, Time now) {
    var ours = appendKeepingThePool(head, run, before);

    // Only who has paid by what was not in the pool can have something there that no longer fits.
    var surprised = new HashMap<AccountId, Standing>();
    for (var transaction : run.transactions()) {
      if (transaction.content() instanceof Transfer transfer && !ours.contains(transaction.id())) {
        var sender = new AccountId(transfer.from(), transfer.asset());
        surprised.put(sender, Objects.requireNonNull(run.after().get(sender)));
      }
    }
    dropWhatNoLongerFits(surprised, now);
  }

  /**
   * Writes any blocks that came from outside. What is pending may no longer fit.
   *
   * @return the ids of what they hold that was pending here
   */
  Set<Hash> appendKeepingThePool(
      Head head, FittingRun run, Function<AccountId, SealedAccount> before) {
    var ids = run.transactions().stream().map(Transaction::id).toList();
    var ours = pool.held(ids).keySet();
    int left = pool.remove(List.copyOf(ours));
    append(head, run, recordForeign(head, run), left, before);
    standings.forget(run.after().keySet());
    return ours;
  }

  /** As wide as what is admitted here where there is room, or partitions would grow larger. */
  private List<PoolTable.Pending> recordForeign(Head head, FittingRun run) {
    long apart = pool.room(head) / (2L * run.transactions().size());
    return record(head, run.transactions(), Math.clamp(apart, 1, Admitted.APART));
  }

  /** Records these behind what is sealed, before all that is pending. */
  private List<PoolTable.Pending> record(Head head, List<Transaction> transactions, long apart) {
    var rows = behind(head.sealedTo(), transactions, apart);
    pool.record(rows);
    return rows;
  }

  /** With the numbers after this one, so far apart. */
  static List<PoolTable.Pending> behind(long seq, List<Transaction> transactions, long apart) {
    var rows = new ArrayList<PoolTable.Pending>();
    for (var transaction : transactions) {
      rows.add(new PoolTable.Pending(seq + (rows.size() + 1) * apart, transaction));
    }
    return rows;
  }

  private void append(
      Head head,
      FittingRun run,
      List<PoolTable.Pending> rows,
      int poolLeft,
      Function<AccountId, SealedAccount> before) {
    chain.place(run.blocks(), rows);
    steps.reached(Step.APPENDING_PLACED);
    table.move(before, run.after());
    steps.reached(Step.APPENDING_COUNTED);
    var blocks = run.blocks().stream().map(FittingBlock::block).toList();
    var work = chain.insert(blocks, head.work());
    history.append(head.index() + 1, blocks.stream().map(SealedBlock::hash).toList());
    var last = blocks.getLast();
    heads.moveTo(last.header().index(), last.hash(), work, rows.getLast().seq(), poolLeft);
    pool.forgetDropped();
    steps.reached(Step.APPENDING_WRITTEN);
  }

  /** Whether a block that brings so many along can be written on this head. */
  boolean hasRoom(Head head, int count) {
    return count == 0 || pool.room(head) >= count;
  }

  /**
   * Moves what is pending away from what is sealed, far enough for so many in between, and for more
   * to come: whoever finds no room has to begin again.
   */
  void makeRoom(Head head, int count) {
    long last = Math.max(admissions.read().lastSeq(), head.sealedTo());
    long by = last - head.sealedTo() + TIMES_AHEAD * count * Admitted.APART;
    pool.shift(last, by);
    admissions.shift(by);
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
