package org.ledgerstone.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Nodes that one test after the other uses: each begins with empty tables and genesis written
 * again, which is quicker than another node. Not for tests that run at the same time.
 */
final class SharedLedgers {

  /** Holds up the threads of all of these nodes. */
  static final Gate GATE = new Gate();

  private static final int RUNNING_MAX = 6;
  private static final List<String> TABLES =
      List.of(
          "accounts",
          "blocks",
          "recorded",
          "places",
          "dropped",
          "side_blocks",
          "below_final",
          "history",
          "admissions",
          "head");

  private record Key(TestDatabase.Kind kind, Genesis genesis) {}

  private static final LinkedHashMap<Key, TestLedger> RUNNING =
      new LinkedHashMap<>(16, 0.75f, true);

  private SharedLedgers() {}

  /** A ledger that has just begun. Closing it checks the invariants and leaves it running. */
  static TestLedger begin(TestDatabase.Kind kind, Genesis genesis) {
    var ledger = RUNNING.computeIfAbsent(new Key(kind, genesis), SharedLedgers::start);
    if (RUNNING.size() > RUNNING_MAX) {
      RUNNING.pollFirstEntry().getValue().stop();
    }
    ledger
        .get(Writer.class)
        .change(change -> {
          var jdbc = ledger.get(JdbcClient.class);
          TABLES.forEach(table -> jdbc.sql("delete from " + table).update());
          ledger.get(Standings.class).forget();
          ledger.get(RecentlyAdmitted.class).forget();
          ledger.get(SealedStandings.class).of(0, List.of());
          return true;
        });
    ledger.get(GenesisStart.class).start();
    ledger.clock().set(genesis.time().plusMillis(1000));
    return ledger;
  }

  private static TestLedger start(Key key) {
    return TestLedger.start(
            TestDatabase.of(key.kind()),
            key.genesis(),
            Map.of(),
            context -> context.registerBean(StepListener.class, () -> GATE))
        .shared();
  }
}
