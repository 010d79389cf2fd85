package org.ledgerstone.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.testing.Figures;

/**
 * Many histories of a few nodes, each of which ends on one chain with nothing lost and nothing
 * doubled.
 *
 * <p>{@code -Dsimulation.seed=} replays the history of one seed; {@code -Dsimulation.first=} and
 * {@code -Dsimulation.histories=} choose others and more.
 */
class SimulationTest {

  private static final long HISTORIES = Long.getLong("simulation.histories", 1_000);
  private static final int REALLY_EVERY = 100;
  private static final int THREADS = 2;

  private final AtomicInteger restarts = new AtomicInteger();

  @Test
  void nodesAgreeAndNothingIsLost() throws Exception {
    Long only = Long.getLong("simulation.seed");
    long first = only == null ? Long.getLong("simulation.first", 1) : only;
    long count = only == null ? HISTORIES : 1;
    long began = System.nanoTime();
    var all = new Tally();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var parts = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        int part = i;
        var seeds = LongStream.range(first, first + count).filter(s -> isOf(s, part));
        parts.add(threads.submit(() -> play(seeds, all)));
      }
      for (var part : parts) {
        part.get();
      }
    }
    System.out.printf("%s%d s%n", all.table(), (System.nanoTime() - began) / 1_000_000_000);
    assertThat(all.of(Tally.Of.HISTORIES)).isEqualTo(count);
    if (only == null) {
      assertThat(all.of(Tally.Of.HISTORIES_2_OR_MORE_DEEP)).isGreaterThanOrEqualTo(count * 3 / 10);
    }
  }

  /** Each kind of ledger is one thread's, so that its nodes are started once. */
  private static boolean isOf(long seed, int thread) {
    return (Plan.of(seed).kind() == Kind.OPEN ? 0 : 1) == thread;
  }

  private void play(LongStream seeds, Tally all) {
    try (var stock = new Stock()) {
      seeds.forEach(seed -> all.add(play(seed, stock).tally()));
    }
  }

  private History.Outcome play(long seed, Stock stock) {
    var plan = Plan.of(seed);
    boolean isRight = false;
    try {
      var outcome =
          History.play(
              seed,
              plan,
              stock.hosts(plan.kind(), plan.nodes()),
              () -> restarts.incrementAndGet() % REALLY_EVERY == 0);
      isRight = true;
      return outcome;
    } catch (Violation e) {
      throw new Violation(
          e.check(),
          e.getMessage()
              + "\nReplay it: ./mvnw -Dtest=SimulationTest#nodesAgreeAndNothingIsLost"
              + " -Dsimulation.seed="
              + seed
              + " test",
          e);
    } finally {
      Figures.tried(Figures.Of.HISTORY, "ledger: " + plan.kind(), 1, isRight ? 0 : 1);
    }
  }
}
