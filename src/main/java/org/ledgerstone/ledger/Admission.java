package org.ledgerstone.ledger;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes orders into the pool. Whoever hands one in checks its signature in its own thread; then one
 * writer takes whatever has queued since its last commit, judges it, and commits it once. The
 * answer comes after that commit, so it means durable.
 */
@Component
public class Admission {

  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final int WAITING_MAX = 20_000;
  private static final int GROUP_MAX = 2_000;
  private static final long IDLE_MILLIS = 200;

  private final BlockingQueue<Candidate> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Writer writer;
  private final GroupAdmission groups;
  private final HeadTable heads;
  private final RuleBook rules;
  private final Steps steps;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean closed;

  Admission(
      Writer writer,
      GroupAdmission groups,
      HeadTable heads,
      RuleBook rules,
      Steps steps,
      Clock clock) {
    this.writer = writer;
    this.groups = groups;
    this.heads = heads;
    this.rules = rules;
    this.steps = steps;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("admission").daemon().start(this::work);
  }

  /**
   * Hands in a signed order.
   *
   * @param companion what to write along with it if it is accepted
   * @return the verdict; {@link Verdict.Accepted} means durable
   */
  public Verdict admit(Order order, Companion<Recorded> companion) {
    var refused = OrderRules.judge(order, rules.inForceAt(heads.lastIndex()));
    return refused
        .<Verdict>map(Verdict.Rejected::new)
        .orElseGet(() -> await(Candidate.of(order, companion)));
  }

  /**
   * Hands in an order whose nonce the writer chooses.
   *
   * @param companion what to write along with it if it is accepted
   */
  public Verdict admit(Draft draft, Companion<Recorded> companion) {
    var refused = OrderRules.judge(draft.at(0), rules.inForceAt(heads.lastIndex()));
    return refused
        .<Verdict>map(Verdict.Rejected::new)
        .orElseGet(() -> await(Candidate.of(draft, companion)));
  }

  /** How many orders wait to be judged. */
  int waitingCount() {
    return waiting.size();
  }

  private Verdict await(Candidate candidate) {
    boolean queued = !closed && waiting.offer(candidate);
    if (!queued || (closed && waiting.remove(candidate))) {
      return new Verdict.Busy();
    }
    try {
      return candidate.verdict().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void work() {
    var group = new ArrayList<Candidate>();
    while (!closed || !waiting.isEmpty()) {
      try {
        var first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          waiting.drainTo(group, GROUP_MAX - 1);
          admit(group);
        }
      } catch (InterruptedException e) {
        closed = true;
      } catch (Throwable e) {
        // Whatever it is, those who wait are told, and the next group has its chance.
        log.error("A group of orders failed", e);
        group.forEach(candidate -> candidate.verdict().completeExceptionally(e));
      } finally {
        group.clear();
      }
    }
  }

  /** One whose companion fails is tried again by itself: the others have no part in it. */
  private void admit(List<Candidate> group) {
    var together = new ArrayList<>(group);
    var alone = new ArrayList<Candidate>();
    var failed = commit(together);
    while (failed.isPresent()) {
      together.remove(failed.get().candidate());
      alone.add(failed.get().candidate());
      failed = together.isEmpty() ? Optional.empty() : commit(together);
    }
    for (var one : alone) {
      commit(List.of(one)).ifPresent(again -> one.verdict().completeExceptionally(again.failure()));
    }
  }

  /** Answers everybody, unless somebody's companion failed: then nothing has changed. */
  private Optional<CompanionFailedException> commit(List<Candidate> group) {
    try {
      steps.reached(Step.ADMISSION_GROUPED);
      var verdicts = writer.change(change -> groups.admit(group, change, now()));
      steps.reached(Step.ADMISSION_COMMITTED);
      for (int i = 0; i < group.size(); i++) {
        group.get(i).verdict().complete(verdicts.get(i));
      }
    } catch (CompanionFailedException e) {
      return Optional.of(e);
    } catch (RuntimeException | Error e) {
      group.forEach(candidate -> candidate.verdict().completeExceptionally(e));
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
    closed = true;
    // Not interrupted: that would close the file under H2 in the middle of a commit.
    thread.join();
    waiting.forEach(candidate -> candidate.verdict().complete(new Verdict.Busy()));
  }
}
