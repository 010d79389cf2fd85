package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Time;
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
    var unwanted = new HashSet<Candidate>();
    group.stream().filter(c -> !c.companion().stillWanted()).forEach(unwanted::add);
    standings.load(group.stream().flatMap(c -> c.sender().stream()).toList());
    steps.reached(Step.ADMISSION_LOADED);

    var judge = new GroupJudge(standings, recorded.find(perhapsRepeated(group)), now);
    for (var candidate : group) {
      if (!unwanted.contains(candidate)) {
        judge.judge(candidate);
      }
    }
    judge.refuseWhatWaits();
    steps.reached(Step.ADMISSION_JUDGED);

    insert(judge.accepted(), change);
    return group.stream()
        .map(c -> unwanted.contains(c) ? new Verdict.Unwanted() : judge.verdictOf(c))
        .toList();
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

  private void insert(List<GroupJudge.Accepted> accepted, Writer.Change change) {
    if (accepted.isEmpty()) {
      change.nothingChanged();
      return;
    }
    long seq = change.head().poolSeq();
    var rows = new ArrayList<PoolTable.Pending>(accepted.size());
    for (var one : accepted) {
      rows.add(new PoolTable.Pending(++seq, one.recorded().transaction()));
    }
    pool.insert(rows);
    heads.movePoolTo(seq);
    accepted.forEach(GroupAdmission::tellCompanion);
    steps.reached(Step.ADMISSION_INSERTED);
  }

  private static void tellCompanion(GroupJudge.Accepted one) {
    try {
      one.candidate().companion().happened(one.recorded());
    } catch (RuntimeException e) {
      throw new CompanionFailedException(one.candidate(), e);
    }
  }
}
