package org.ledgerstone.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferRules;

/**
 * Judges a group in memory. A sender's transfers are taken in the order of their nonces, not in
 * that of their arrival: one whose nonce is ahead waits for the others of its group.
 */
final class GroupJudge {

  private record Ahead(Candidate candidate, Transfer transfer, Refused refused) {}

  /** What more can change, if the sender has received something meanwhile. */
  private static final Set<Refusal> FOR_WANT_OF_MORE =
      EnumSet.of(Refusal.BALANCE_TOO_LOW, Refusal.SENDER_POOL_FULL);

  private final Standings standings;
  private final Map<Hash, Recorded> known;
  private final long room;
  private final long roomOfOneSender;
  private final Time now;
  private final Set<AccountId> poor = new HashSet<>();
  private final List<Transaction> accepted = new ArrayList<>();
  private final Map<Candidate, Verdict> verdicts = new HashMap<>();
  private final Map<AccountId, TreeMap<Long, List<Ahead>>> waiting = new HashMap<>();

  /**
   * @param known what stands in chain or pool already, by id; grows with what is accepted
   * @param room how many may be accepted
   * @param roomOfOneSender how many of one sender may be pending
   */
  GroupJudge(
      Standings standings, Map<Hash, Recorded> known, long room, long roomOfOneSender, Time now) {
    this.standings = standings;
    this.known = known;
    this.room = room;
    this.roomOfOneSender = roomOfOneSender;
    this.now = now;
  }

  /** In the order in which they enter the pool. */
  List<Transaction> accepted() {
    return accepted;
  }

  /** Who was refused for having too little, or too much pending. */
  Set<AccountId> poor() {
    return poor;
  }

  Verdict verdictOf(Candidate candidate) {
    return Objects.requireNonNull(verdicts.get(candidate));
  }

  /** Judges what was handed in together. */
  void judge(Submission submission) {
    if (submission.allOrNone()) {
      judgeTogether(submission.candidates());
    } else {
      submission.candidates().forEach(this::judge);
    }
  }

  /** Judges by themselves those that stand or fall together. */
  private void judgeTogether(List<Candidate> candidates) {
    var before =
        standings.of(
            candidates.stream().flatMap(candidate -> candidate.sender().stream()).toList());
    var together = new GroupJudge(standings, known, room - accepted.size(), roomOfOneSender, now);
    candidates.forEach(together::judge);
    together.refuseWhatWaits();
    if (together.verdicts.values().stream().anyMatch(Verdict.Rejected.class::isInstance)) {
      standings.putAll(before);
      together.accepted.forEach(transaction -> known.remove(transaction.id()));
      together.verdicts.replaceAll((candidate, verdict) ->
          verdict instanceof Verdict.Accepted ? new Verdict.NotAlone() : verdict);
    } else {
      accepted.addAll(together.accepted);
    }
    poor.addAll(together.poor);
    verdicts.putAll(together.verdicts);
  }

  /** Judges one, and then those that waited for it, and those that waited for these. */
  private void judge(Candidate candidate) {
    var toJudge = new ArrayDeque<Candidate>();
    toJudge.add(candidate);
    while (!toJudge.isEmpty()) {
      toJudge.addAll(judgeOne(toJudge.remove()));
    }
  }

  /** Which ones can be judged now that this one is. */
  private List<Candidate> judgeOne(Candidate candidate) {
    if (candidate.refused().isPresent()) {
      verdicts.put(candidate, new Verdict.Rejected(candidate.refused().get()));
      return List.of();
    }
    var order = orderOf(candidate);
    var before = known.get(order.id());
    if (before != null) {
      verdicts.put(candidate, new Verdict.Repeated(before));
    } else if (accepted.size() >= room) {
      verdicts.put(candidate, new Verdict.Rejected(Refusal.POOL_FULL.plainly()));
    } else if (order.content() instanceof Transfer transfer) {
      return judge(candidate, order, transfer);
    } else {
      accept(candidate, order);
    }
    return List.of();
  }

  private Order orderOf(Candidate candidate) {
    return candidate
        .order()
        .orElseGet(() -> {
          var draft = candidate.draft().orElseThrow();
          return draft.at(standings.of(draft.sender()).standing().nextNonce());
        });
  }

  private List<Candidate> judge(Candidate candidate, Order order, Transfer transfer) {
    var account = candidate.sender().orElseThrow();
    var available = standings.of(account);
    var refused = judge(transfer, available);
    if (refused.isEmpty()) {
      standings.put(account, available.paying(transfer));
      accept(candidate, order);
      return noLongerAhead(account);
    }
    if (FOR_WANT_OF_MORE.contains(refused.get().code())) {
      poor.add(account);
    }
    if (isAhead(transfer, available.standing().nextNonce())) {
      waiting
          .computeIfAbsent(account, a -> new TreeMap<>())
          .computeIfAbsent(transfer.nonce().getAsLong(), n -> new ArrayList<>())
          .add(new Ahead(candidate, transfer, refused.get()));
    } else {
      verdicts.put(candidate, new Verdict.Rejected(refused.get()));
    }
    return List.of();
  }

  private Optional<Refused> judge(Transfer transfer, Available available) {
    return available.pending() >= roomOfOneSender
        ? Optional.of(Refusal.SENDER_POOL_FULL.plainly())
        : TransferRules.judge(transfer, available.standing(), now);
  }

  private static boolean isAhead(Transfer transfer, long nextNonce) {
    return !transfer.isSeedForm() && transfer.nonce().getAsLong() > nextNonce;
  }

  private void accept(Candidate candidate, Order order) {
    var recorded = Recorded.pending(order.acceptedAt(now));
    accepted.add(recorded.transaction());
    known.put(order.id(), recorded);
    verdicts.put(candidate, new Verdict.Accepted(recorded));
  }

  private List<Candidate> noLongerAhead(AccountId account) {
    var ahead = waiting.get(account);
    var next = ahead == null ? null : ahead.remove(standings.of(account).standing().nextNonce());
    return next == null ? List.of() : next.stream().map(Ahead::candidate).toList();
  }

  /** Refuses those whose predecessor did not come. */
  void refuseWhatWaits() {
    waiting.values().stream()
        .flatMap(ahead -> ahead.values().stream())
        .flatMap(List::stream)
        .forEach(one -> {
          var available = standings.of(one.candidate().sender().orElseThrow());
          var refused = judge(one.transfer(), available).orElse(one.refused());
          verdicts.put(one.candidate(), new Verdict.Rejected(refused));
        });
  }
}
