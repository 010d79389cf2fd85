package org.ledgerstone.ledger;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Admits one group of submissions by one commit. */
@Component
class GroupAdmission {

  /** What became of a group, and how many were ever admitted with it. */
  private record Judged(List<List<Verdict>> verdicts, List<PoolTable.Pending> rows, long all) {}

  private final Writer writer;
  private final Standings standings;
  private final PoolTable pool;
  private final HeadTable heads;
  private final PoolLimits limits;
  private final RecentlyAdmitted recently;
  private final RecordedTransactions recorded;
  private final Backlog backlog;
  private final Steps steps;
  private final ApplicationEventPublisher events;

  GroupAdmission(
      Writer writer,
      Standings standings,
      PoolTable pool,
      HeadTable heads,
      PoolLimits limits,
      RecentlyAdmitted recently,
      RecordedTransactions recorded,
      Backlog backlog,
      Steps steps,
      ApplicationEventPublisher events) {
    this.writer = writer;
    this.standings = standings;
    this.pool = pool;
    this.heads = heads;
    this.limits = limits;
    this.recently = recently;
    this.recorded = recorded;
    this.backlog = backlog;
    this.steps = steps;
    this.events = events;
  }

  /**
   * Judges the group and puts what it accepts into the pool.
   *
   * @return the verdicts in the order of the group, durable
   */
  List<List<Verdict>> admit(List<Submission> group, Time now) {
    var judged = writer.admit(intake -> admit(group, intake, now));
    if (!judged.rows().isEmpty()) {
      recently.add(judged.rows());
      var orders = judged.rows().stream().map(row -> row.transaction().order()).toList();
      backlog.admitted(
          judged.all(), orders.stream().mapToLong(order -> order.content().textBytes()).sum());
      events.publishEvent(new TransactionsAccepted(orders));
    }
    return judged.verdicts();
  }

  private Judged admit(List<Submission> group, Writer.Intake intake, Time now) {
    steps.reached(Step.ADMISSION_LOCKED);
    var unwanted = Collections.<Submission>newSetFromMap(new IdentityHashMap<>());
    group.stream().filter(submission -> !isStillWanted(submission)).forEach(unwanted::add);
    var wanted = group.stream().filter(submission -> !unwanted.contains(submission)).toList();

    var judge = judge(wanted, intake, now);
    var rows = numbered(judge.accepted(), intake.before());
    if (!rows.isEmpty()) {
      pool.record(rows);
      steps.reached(Step.ADMISSION_INSERTED);
    }
    if (!rows.isEmpty() || wanted.stream().anyMatch(Submission::isKept)) {
      intake.admitted(rows.size());
    }
    var verdicts =
        group.stream()
            .map(submission ->
                unwanted.contains(submission)
                    ? submission.all(new Verdict.Unwanted())
                    : told(submission, judge))
            .toList();
    return new Judged(verdicts, rows, intake.before().count() + rows.size());
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

  private static List<PoolTable.Pending> numbered(List<Transaction> accepted, Admitted before) {
    var rows = new ArrayList<PoolTable.Pending>(accepted.size());
    for (var transaction : accepted) {
      rows.add(new PoolTable.Pending(before.seqAfter(rows.size()), transaction));
    }
    return rows;
  }

  /** Nobody is refused for want of what was not read just now: then all are judged once more. */
  private GroupJudge judge(List<Submission> wanted, Writer.Intake intake, Time now) {
    var candidates = wanted.stream().flatMap(s -> s.candidates().stream()).toList();
    var senders = new ArrayList<AccountId>(candidates.size());
    candidates.forEach(candidate -> candidate.sender().ifPresent(senders::add));
    var before = standings.of(senders);
    steps.reached(Step.ADMISSION_LOADED);

    var known = recorded.find(perhapsRepeated(candidates, before));
    long room = room(intake.before(), candidates.size());
    var judge = judge(wanted, known, room, now);
    var perhapsRicher = judge.poor();
    perhapsRicher.removeIf(standings::isFresh);
    if (!perhapsRicher.isEmpty()) {
      standings.putAll(before);
      standings.reload(perhapsRicher);
      judge = judge(wanted, known, room, now);
    }
    steps.reached(Step.ADMISSION_JUDGED);
    return judge;
  }

  private GroupJudge judge(
      List<Submission> wanted, Map<Hash, Recorded> known, long room, Time now) {
    var judge = new GroupJudge(standings, new HashMap<>(known), room, limits.ofOneSender(), now);
    wanted.forEach(judge::judge);
    judge.refuseWhatWaits();
    return judge;
  }

  /** How many may still become pending. What has left the pool is counted again if need be. */
  private long room(Admitted before, int wanted) {
    long room = limits.all() - (before.count() - heads.lastPoolLeft());
    return room >= wanted ? room : limits.all() - (before.count() - heads.read().poolLeft());
  }

  /** Only these can be known already: what carries no number, or one that has been used. */
  private static Set<Hash> perhapsRepeated(
      List<Candidate> candidates, Map<AccountId, Available> senders) {
    var ids = new HashSet<Hash>();
    for (var candidate : candidates) {
      candidate
          .order()
          .filter(order -> !isNew(candidate, order, senders))
          .ifPresent(order -> ids.add(order.id()));
    }
    return ids;
  }

  private static boolean isNew(
      Candidate candidate, Order order, Map<AccountId, Available> senders) {
    if (!(order.content() instanceof Transfer transfer) || transfer.isSeedForm()) {
      return false;
    }
    var sender = requireNonNull(senders.get(candidate.sender().orElseThrow()));
    return transfer.nonce().getAsLong() >= sender.standing().nextNonce();
  }
}
