package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.springframework.stereotype.Component;

/** Admits one group of candidates inside one change of the ledger. */
@Component
class GroupAdmission {

  private final Standings standings;
  private final PoolTable pool;
  private final HeadTable heads;
  private final RecordedTransactions recorded;
  private final Steps steps;

  GroupAdmission(
      Standings standings,
      PoolTable pool,
      HeadTable heads,
      RecordedTransactions recorded,
      Steps steps) {
    this.standings = standings;
    this.pool = pool;
    this.heads = heads;
    this.recorded = recorded;
    this.steps = steps;
  }

  /** Judges the group and inserts what it accepts; the verdicts are in the order of the group. */
  List<Verdict> admit(List<Candidate> group, Writer.Change change, Time now) {
    standings.load(group.stream().flatMap(c -> c.sender().stream()).toList());
    steps.reached(Step.ADMISSION_LOADED);

    var judge = new GroupJudge(standings, recorded.find(perhapsRepeated(group)), now);
    group.forEach(judge::judge);
    judge.refuseWhatWaits();
    steps.reached(Step.ADMISSION_JUDGED);

    insert(judge.accepted(), change);
    return group.stream().map(judge::verdictOf).toList();
  }

  /** Only these can be known already: what carries no number, or one that has been used. */
  private List<Hash> perhapsRepeated(List<Candidate> group) {
    return group.stream()
        .filter(c -> c.order().isPresent() && !isNew(c, c.order().get()))
        .map(c -> c.order().get().id())
        .toList();
  }

  private boolean isNew(Candidate candidate, Order order) {
    return order.content() instanceof Transfer transfer
        && !transfer.isSeedForm()
        && candidate.sender().isPresent()
        && transfer.nonce().getAsLong() >= standings.of(candidate.sender().get()).nextNonce();
  }

  private void insert(List<Transaction> accepted, Writer.Change change) {
    if (accepted.isEmpty()) {
      change.nothingChanged();
      return;
    }
    long seq = change.head().poolSeq();
    var rows = new ArrayList<PoolTable.Pending>(accepted.size());
    for (var transaction : accepted) {
      rows.add(new PoolTable.Pending(++seq, transaction));
    }
    pool.insert(rows);
    heads.movePoolTo(seq);
    steps.reached(Step.ADMISSION_INSERTED);
  }
}
