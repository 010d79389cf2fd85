package org.ledgerstone.simulation;

import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.ledgerstone.peers.PeerAnswer;
import org.ledgerstone.peers.PeerFailure;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Carries calls between nodes: late, never, twice, in another order, and not at all between the
 * parts of a network that has fallen apart.
 */
final class Network {

  private static final long TIMEOUT_MILLIS = 2_000;

  private final Timeline timeline;
  private final Random random;
  private final Plan plan;
  private final Tally tally;
  private final Trace trace;
  private Set<Integer> apart = Set.of();
  private boolean healed;
  private final long[][] latestArrival;

  Network(Timeline timeline, Random random, Plan plan, Tally tally, Trace trace) {
    this.timeline = timeline;
    this.random = random;
    this.plan = plan;
    this.tally = tally;
    this.trace = trace;
    this.latestArrival = new long[plan.nodes()][plan.nodes()];
  }

  /** From now on these nodes reach one another, and so do the others. */
  void fallApart(Set<Integer> part) {
    tally.count(Tally.Of.PARTITIONS);
    trace.add("apart " + new java.util.TreeSet<>(part));
    apart = part;
  }

  void comeTogether() {
    trace.add("together");
    apart = Set.of();
  }

  /** From now on nothing is lost, forged or doubled. */
  void heal() {
    trace.add("healed");
    healed = true;
    comeTogether();
  }

  private boolean isConnected(Node from, Node to) {
    return apart.contains(from.number()) == apart.contains(to.number()) && !to.isDown();
  }

  /** Whether something with this chance in a hundred happens. */
  private boolean happens(int percent) {
    return !healed && random.nextInt(100) < percent;
  }

  /** Whether a forged copy goes before a block. */
  boolean isForged() {
    boolean forged = happens(plan.wrongPercent());
    if (forged) {
      tally.count(Tally.Of.BLOCKS_FORGED);
    }
    return forged;
  }

  private long delay() {
    long delay = 1 + random.nextInt(plan.delayMillis());
    return happens(5) ? delay * 10 : delay;
  }

  /**
   * Calls another node and waits for its answer, while other things happen.
   *
   * @param work what the called node does, and its answer
   */
  <T> PeerAnswer<T> call(Node from, Node to, String what, Supplier<T> work) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(from + " waits for a peer within a database transaction");
    }
    long life = from.life();
    tally.count(Tally.Of.CALLS_SENT);
    trace.add(from + " to " + to + ": " + what);
    if (!carry(from, to)) {
      return lost(from, life, what);
    }
    if (happens(plan.twicePercent())) {
      tally.count(Tally.Of.CALLS_TWICE);
      timeline.startAfter(
          delay(),
          () -> {
            if (!to.isDown()) {
              trace.add(to + " hears again: " + what + ": " + work.get());
            }
          });
    }
    T answer = work.get();
    if (!carry(to, from)) {
      return lost(from, life, what);
    }
    from.mustLive(life);
    return new PeerAnswer.Got<>(answer);
  }

  /** Takes the time that a message takes; whether it arrives. */
  private boolean carry(Node from, Node to) {
    if (!isConnected(from, to) || happens(plan.lossPercent())) {
      return false;
    }
    long delay = delay();
    long arrival = timeline.now() + delay;
    long latest = latestArrival[from.number()][to.number()];
    if (arrival < latest) {
      tally.count(Tally.Of.CALLS_OVERTAKEN);
    }
    latestArrival[from.number()][to.number()] = Math.max(arrival, latest);
    timeline.sleep(delay);
    return isConnected(from, to);
  }

  private <T> PeerAnswer<T> lost(Node from, long life, String what) {
    tally.count(Tally.Of.CALLS_LOST);
    timeline.sleep(TIMEOUT_MILLIS);
    from.mustLive(life);
    trace.add(from + " has no answer: " + what);
    return new PeerAnswer.Failed<>(
        new PeerFailure(PeerFailure.Kind.TOO_SLOW, "No answer in two seconds."));
  }
}
