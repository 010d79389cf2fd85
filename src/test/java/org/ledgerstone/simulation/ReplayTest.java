package org.ledgerstone.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.testing.TestDatabase;

/** A seed is a history, whatever nodes were used for before and whatever keeps their rows. */
class ReplayTest {

  private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L, 6L);

  @Test
  void theSameSeedIsTheSameHistoryToTheByte() {
    try (var stock = new Stock();
        var others = new Stock()) {
      var first = SEEDS.stream().map(seed -> hash(seed, stock)).toList();
      var again = SEEDS.reversed().stream().map(seed -> hash(seed, stock)).toList().reversed();
      assertThat(again).isEqualTo(first).doesNotHaveDuplicates();
      assertThat(hash(2, others)).as("on other nodes").isEqualTo(first.get(1));
    }
  }

  private static String hash(long seed, Stock stock) {
    var plan = Plan.of(seed, Kind.OPEN);
    return History.play(seed, plan, stock.hosts(Kind.OPEN, plan.nodes()), () -> false)
        .hash()
        .toString();
  }

  /** Few: it takes longer, and what differs is not what a history is about. */
  @Test
  void postgresMakesNoDifferenceNorDoRealRestarts() {
    var kind = Kind.THREE_LISTED;
    var hosts =
        Stream.of(
                new Host(TestDatabase.Kind.POSTGRESQL, kind.genesis(), 0, FreshStart::prepare),
                new Host(TestDatabase.Kind.H2, kind.genesis(), 1, FreshStart::prepare),
                new Host(TestDatabase.Kind.POSTGRESQL, kind.genesis(), 2, FreshStart::prepare))
            .toList();
    try (var stock = new Stock()) {
      for (long seed = 1; seed <= 6; seed++) {
        var plan = Plan.of(seed, kind);
        var outcome = History.play(seed, plan, hosts, () -> true);
        var inMemory = History.play(seed, plan, stock.hosts(kind, plan.nodes()), () -> false);
        assertThat(outcome.trace()).isEqualTo(inMemory.trace());
      }
    } finally {
      hosts.forEach(Host::close);
    }
  }
}
