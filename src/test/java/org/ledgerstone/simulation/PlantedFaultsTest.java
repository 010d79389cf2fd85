package org.ledgerstone.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.PlantedFault;
import org.ledgerstone.simulation.Violation.Check;
import org.ledgerstone.testing.TestDatabase;

/** What would be found if it were there: one node of each history has a fault. */
class PlantedFaultsTest {

  private static final int HISTORIES_MAX = 60;

  private static final Stock STOCK = new Stock();

  @AfterAll
  static void close() {
    STOCK.close();
  }

  private record Found(long seed, Violation violation) {}

  @ParameterizedTest
  @EnumSource
  void isFound(PlantedFault fault) {
    var kind = fault == PlantedFault.NOTHING_IS_FINAL ? Kind.OPEN_FINAL : Kind.OPEN;
    try (var faulty = new Host(TestDatabase.Kind.H2, kind.genesis(), 0, fault::plant)) {
      var found = search(kind, faulty).orElseThrow(() -> new AssertionError("Not found: " + fault));
      var check = found.violation().check();
      System.out.println(
          fault
              + " is found in history "
              + found.seed()
              + ": "
              + found.violation().getMessage().lines().findFirst().orElseThrow());
      assertThat(finders(fault)).as(found.violation().getMessage()).contains(check);

      var plan = Plan.of(found.seed(), kind);
      History.play(found.seed(), plan, STOCK.hosts(kind, plan.nodes()), () -> false);
    }
  }

  /** What can come to be seen of it first. */
  private static Set<Check> finders(PlantedFault fault) {
    return switch (fault) {
      case TIES_THE_OTHER_WAY -> EnumSet.of(Check.HEAD);
      case LOSERS_NOT_PUT_BACK -> EnumSet.of(Check.CUSTODY);
      case MESSAGE_CONDEMNS_THE_HASH -> EnumSet.of(Check.HONEST);
      case NOTHING_IS_FINAL -> EnumSet.of(Check.FINALITY);
      // An account that is remembered but gone has no row to write to.
      case OLD_BALANCES_REMEMBERED -> EnumSet.of(Check.HONEST, Check.INVARIANTS, Check.FAILURE);
      case REPEATED_ORDERS_TAKEN -> EnumSet.of(Check.FAILURE); // The database does not take it.
    };
  }

  private static Optional<Found> search(Kind kind, Host faulty) {
    for (long seed = 1; seed <= HISTORIES_MAX; seed++) {
      var plan = Plan.of(seed, kind);
      var hosts = new ArrayList<>(List.of(faulty));
      hosts.addAll(STOCK.hosts(kind, plan.nodes()).subList(1, plan.nodes()));
      try {
        History.play(seed, plan, hosts, () -> false);
      } catch (Violation e) {
        return Optional.of(new Found(seed, e));
      }
    }
    return Optional.empty();
  }
}
