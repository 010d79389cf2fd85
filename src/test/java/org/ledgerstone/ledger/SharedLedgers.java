package org.ledgerstone.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/**
 * Nodes that one test after the other uses: each begins with empty tables and genesis written
 * again, which is quicker than another node. Not for tests that run at the same time.
 */
final class SharedLedgers {

  /** Holds up the threads of all of these nodes. */
  static final Gate GATE = new Gate();

  private static final int RUNNING_MAX = 6;

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
    FreshStart.begin(ledger.node());
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
