package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.springframework.stereotype.Component;

/** Admits one group of submissions inside one change of the ledger. */
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
  List<List<Verdict>> admit(List<Submission> group, Writer.Change change, Time now) {
    var unwanted = Collections.<Submission>newSetFromMap(new IdentityHashMap<>());
    group.stream().filter(submission -> !isStillWanted(submission)).forEach(unwanted::add);
    var wanted = group.stream().filter(submission -> !unwanted.contains(submission)).toList();

    var candidates = wanted.stream().flatMap(s -> s.candidates().stream()).toList();
    standings.load(candidates.stream().flatMap(c -> c.sender().stream()).toList());
    steps.reached(Step.ADMISSION_LOADED);

    var known = new HashMap<>(recorded.find(perhapsRepeated(candidates)));
    var judge = new GroupJudge(standings, known, now);
    wanted.forEach(judge::judge);
    judge.refuseWhatWaits();
    steps.reached(Step.ADMISSION_JUDGED);

    if (judge.accepted().isEmpty() && wanted.stream().noneMatch(Submission::isKept)) {
      change.nothingChanged();
    } else {
      insert(judge.accepted(), change);
    }
    return group.stream()
        .map(submission ->
            unwanted.contains(submission)
                ? submission.all(new Verdict.Unwanted())
                : told(submission, judge))
        .toList();
  }

  private static boolean isStillWanted(Submission submission) {
    try {
      return submission.companion().stillWanted();
    } catch (RuntimeException e) {
      throw new CompanionFailedException(submission, e);
    }
  }

  private static List<Verdict> told(Submission submission, GroupJudge judge) {
    var verdicts = submission.candidates().stream().map(judge::verdictOf).toList();
    try {
      submission.companion().happened(verdicts);
      return verdicts;
    } catch (RuntimeException e) {
      throw new CompanionFailedException(submission, e);
    }
  }

  /** Only these can be known already: what carries no number, or one that has been used. */
  private List<Hash> perhapsRepeated(List<Candidate> candidates) {
    return candidates.stream()
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
