package org.ledgerstone.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes orders into the pool. Whoever hands them in has their signatures checked before any lock;
 * then one writer takes whatever has queued since its last commit, judges it, and commits it once.
 * The answer comes after that commit, so it means durable.
 */
@Component
public class Admission {

  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final int GROUP_MAX = 2_000;

  private static final long IDLE_MILLIS = 200;

  /** How long a group waits at most for sealing to catch up. */
  private static final long ROOM_MILLIS = 500;

  private final WaitingLine waiting = new WaitingLine();
  private final GroupAdmission groups;
  private final Backlog backlog;
  private final HeadTable heads;
  private final RuleBook rules;
  private final Steps steps;
  private final Clock clock;
  private final LedgerMeters meters;
  private final Timer checking;
  private final SignatureTimers signatures;
  private final ForkJoinPool checkers =
      new ForkJoinPool(Runtime.getRuntime().availableProcessors());
  private final Thread thread;

  Admission(
      GroupAdmission groups,
      Backlog backlog,
      HeadTable heads,
      RuleBook rules,
      Steps steps,
      Clock clock,
      LedgerMeters ledgerMeters,
      MeterRegistry meters) {
    this.groups = groups;
    this.backlog = backlog;
    this.heads = heads;
    this.rules = rules;
    this.steps = steps;
    this.clock = clock;
    this.meters = ledgerMeters;
    this.signatures = new SignatureTimers(meters);
    this.checking =
        Timer.builder("ledger.orders.check")
            .description("How long the signatures of one request took")
            .register(meters);
    Gauge.builder("ledger.orders.waiting", waiting, WaitingLine::size)
        .description("Orders that wait for the writer")
        .register(meters);
    this.thread = Thread.ofPlatform().name("admission").daemon().start(this::work);
  }

  /**
   * Hands in a signed order.
   *
   * @param companion what to write along with it if it is accepted
   * @return the verdict; {@link Verdict.Accepted} means durable
   */
  public Verdict admit(Order order, Companion<Recorded> companion) {
    return alone(
        checked(
            () -> OrderRules.judge(order, rules.inForceAt(heads.lastIndex()), signatures.begin())),
        Candidate.of(order),
        companion);
  }

  /**
   * Hands in an order whose nonce the writer chooses.
   *
   * @param companion what to write along with it if it is accepted
   */
  public Verdict admit(Draft draft, Companion<Recorded> companion) {
    return alone(
        OrderRules.judge(draft.at(0), rules.inForceAt(heads.lastIndex())),
        Candidate.of(draft),
        companion);
  }

  /**
   * Hands in several together; a later one may build on an earlier one's nonce. Signatures are
   * checked on all cores.
   *
   * @param allOrNone whether one refusal refuses all of them: the others are then {@link
   *     Verdict.NotAlone}
   * @param companion what to write along with them; told the verdicts that are answered
   * @return a verdict for each, in the order given; {@link Verdict.Accepted} means durable
   */
  public List<Verdict> admit(
      List<Proposal> proposals, boolean allOrNone, Companion<List<Verdict>> companion) {
    var inForce = rules.inForceAt(heads.lastIndex());
    var faults =
        checked(() -> judgeAll(proposals.stream().map(Admission::order).toList(), inForce));
    var candidates = new ArrayList<Candidate>(proposals.size());
    for (int i = 0; i < proposals.size(); i++) {
      candidates.add(Candidate.of(proposals.get(i), faults.get(i)));
    }
    return meters.counted(await(Submission.of(candidates, allOrNone, companion)));
  }

  /**
   * On threads of their own, which the machine shares out: a virtual one would keep others waiting.
   */
  private List<Optional<Refused>> judgeAll(List<Order> orders, Rules inForce) {
    return checkers.submit(() -> OrderRules.judgeAll(orders, inForce, signatures::begin)).join();
  }

  /** What its signature is checked by; any nonce will do for one that the node signs. */
  private static Order order(Proposal proposal) {
    return switch (proposal) {
      case Proposal.Signed signed -> signed.order();
      case Proposal.Unnumbered unnumbered -> unnumbered.draft().at(0);
    };
  }

  /** Digests and recovered signers, before any lock. */
  private <T> T checked(Supplier<T> check) {
    var result = checking.record(check);
    return Objects.requireNonNull(result);
  }

  private Verdict alone(
      Optional<Refused> refused, Candidate candidate, Companion<Recorded> companion) {
    var verdict =
        refused
            .<Verdict>map(Verdict.Rejected::new)
            .orElseGet(() ->
                await(Submission.of(List.of(candidate), false, new OfOne(companion))).getFirst());
    return meters.counted(List.of(verdict)).getFirst();
  }

  /** How many orders wait to be judged. */
  int waitingCount() {
    return waiting.size();
  }

  private List<Verdict> await(Submission submission) {
    if (!waiting.offer(submission)) {
      return submission.all(new Verdict.Busy());
    }
    try {
      return submission.verdicts().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void work() {
    var group = new ArrayList<Submission>();
    while (!waiting.isOver()) {
      try {
        group.addAll(waiting.take(GROUP_MAX, IDLE_MILLIS, TimeUnit.MILLISECONDS));
        if (!group.isEmpty()) {
          backlog.awaitRoom(ROOM_MILLIS, TimeUnit.MILLISECONDS);
          admit(group);
        }
      } catch (InterruptedException e) {
        waiting.close();
      } catch (Throwable e) {
        // Whatever it is, those who wait are told, and the next group has its chance.
        log.error("A group of orders failed", e);
        group.forEach(submission -> submission.verdicts().completeExceptionally(e));
      } finally {
        group.clear();
      }
    }
  }

  /** One whose companion fails is tried again by itself: the others have no part in it. */
  private void admit(List<Submission> group) {
    var together = new ArrayList<>(group);
    var alone = new ArrayList<Submission>();
    var failed = commit(together);
    while (failed.isPresent()) {
      together.remove(failed.get().submission());
      alone.add(failed.get().submission());
      failed = together.isEmpty() ? Optional.empty() : commit(together);
    }
    for (var one : alone) {
      commit(List.of(one))
          .ifPresent(again -> one.verdicts().completeExceptionally(again.failure()));
    }
  }

  /** Answers everybody, unless somebody's companion failed: then nothing has changed. */
  private Optional<CompanionFailedException> commit(List<Submission> group) {
    try {
      steps.reached(Step.ADMISSION_GROUPED);
      var verdicts = groups.admit(group, now());
      steps.reached(Step.ADMISSION_COMMITTED);
      for (int i = 0; i < group.size(); i++) {
        group.get(i).verdicts().complete(verdicts.get(i));
      }
    } catch (CompanionFailedException e) {
      return Optional.of(e);
    } catch (RuntimeException | Error e) {
      group.forEach(submission -> submission.verdicts().completeExceptionally(e));
    }
    return Optional.empty();
  }

  /** The clock, but never before the ledger began. */
  private Time now() {
    var now = Time.of(clock.instant());
    var since = rules.genesis().time();
    return since.isAfter(now) ? since : now;
  }

  /** Finishes the group in flight and takes no more. */
  @PreDestroy
  void close() throws InterruptedException {
    waiting.close();
    // Not interrupted: that would close the file under H2 in the middle of a commit.
    thread.join();
    checkers.close();
  }

  /** The companion of one order, which hears of it only if it is accepted. */
  private record OfOne(Companion<Recorded> companion) implements Companion<List<Verdict>> {

    @Override
    public Optional<String> name() {
      return companion.name();
    }

    @Override
    public boolean stillWanted() {
      return companion.stillWanted();
    }

    @Override
    public void happened(List<Verdict> outcome) {
      if (outcome.getFirst() instanceof Verdict.Accepted accepted) {
        companion.happened(accepted.transaction());
      }
    }
  }
}
