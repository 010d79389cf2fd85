package org.ledgerstone.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Standing;
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

  private final Standings standings;
  private final Map<Hash, Recorded> known;
  private final Time now;
  private final List<Transaction> accepted = new ArrayList<>();
  private final Map<Candidate, Verdict> verdicts = new HashMap<>();
  private final Map<AccountId, TreeMap<Long, List<Ahead>>> waiting = new HashMap<>();

  /**
   * @param known what stands in chain or pool already, by id; grows with what is accepted
   */
  GroupJudge(Standings standings, Map<Hash, Recorded> known, Time now) {
    this.standings = standings;
    this.known = known;
    this.now = now;
  }

  /** In the order in which they enter the pool. */
  List<Transaction> accepted() {
    return accepted;
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
    var before = new HashMap<AccountId, Standing>();
    candidates.stream()
        .flatMap(candidate -> candidate.sender().stream())
        .forEach(sender -> before.computeIfAbsent(sender, standings::of));
    var together = new GroupJudge(standings, known, now);
    candidates.forEach(together::judge);
    together.refuseWhatWaits();
    if (together.verdicts.values().stream().anyMatch(Verdict.Rejected.class::isInstance)) {
      before.forEach(standings::put);
      together.accepted.forEach(transaction -> known.remove(transaction.id()));
      together.verdicts.replaceAll((candidate, verdict) ->
          verdict instanceof Verdict.Accepted ? new Verdict.NotAlone() : verdict);
    } else {
      accepted.addAll(together.accepted);
    }
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
          return draft.at(standings.of(draft.sender()).nextNonce());
        });
  }

  private List<Candidate> judge(Candidate candidate, Order order, Transfer transfer) {
    var account = candidate.sender().orElseThrow();
    var standing = standings.of(account);
    var refused = TransferRules.judge(transfer, standing, now);
    if (refused.isEmpty()) {
      standings.put(account, standing.paying(transfer));
      accept(candidate, order);
      return noLongerAhead(account);
    }
    if (isAhead(transfer, standing.nextNonce())) {
      waiting
          .computeIfAbsent(account, a -> new TreeMap<>())
          .computeIfAbsent(transfer.nonce().getAsLong(), n -> new ArrayList<>())
          .add(new Ahead(candidate, transfer, refused.get()));
    } else {
      verdicts.put(candidate, new Verdict.Rejected(refused.get()));
    }
    return List.of();
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
    var next = ahead == null ? null : ahead.remove(standings.of(account).nextNonce());
    return next == null ? List.of() : next.stream().map(Ahead::candidate).toList();
  }

  /** Refuses those whose predecessor did not come. */
  void refuseWhatWaits() {
    waiting.values().stream()
        .flatMap(ahead -> ahead.values().stream())
        .flatMap(List::stream)
        .forEach(one -> {
          var standing = standings.of(one.candidate().sender().orElseThrow());
          var refused = TransferRules.judge(one.transfer(), standing, now).orElse(one.refused());
          verdicts.put(one.candidate(), new Verdict.Rejected(refused));
        });
  }
}
