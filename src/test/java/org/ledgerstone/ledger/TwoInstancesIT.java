package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.boot.logging.LoggingSystem;

/** Two nodes on one database do not know each other and never contradict each other. */
class TwoInstancesIT {

  /** Two of them that start at the same moment in one JVM would both set up its logging. */
  @BeforeAll
  static void leaveLoggingAlone() {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
  }

  @AfterAll
  static void setUpLoggingAgain() {
    System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
  }

  private static final WalletKey POT = TestKeys.key(3);
  private static final Address SHOP = new Address("shop");
  private static final int SENDERS = 3;
  private static final int EACH = 120;

  private static Genesis genesis() {
    var genesis = new TestGenesis().blockLimit(200).allocate("COIN", POT.address(), 1_000_000);
    for (int i = 0; i < 2 * SENDERS; i++) {
      genesis.allocate("COIN", TestKeys.wallet(10 + i), 1_000_000);
    }
    return genesis.build();
  }

  private static TestLedger node(TestDatabase database) {
    return TestLedger.start(database, genesis(), Map.of(), context -> {});
  }

  private static Verdict.Accepted accepted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return (Verdict.Accepted) verdict;
  }

  /** A transfer from the pot, whose nonce the ledger chooses. */
  private static Transfer fromPot(TestLedger node) {
    var draft =
        new Draft() {
          @Override
          public AccountId sender() {
            return new AccountId(POT.address(), new Asset("COIN"));
          }

          @Override
          public Order at(long nonce) {
            return node.signed("COIN", POT, SHOP, 1, nonce);
          }
        };
    var verdict = node.get(Admission.class).admit(draft, Companion.none());
    return (Transfer) accepted(verdict).transaction().transaction().content();
  }

  /** One sender's transfers, and drafts from the pot between them; the ids of what was accepted. */
  private static Callable<Set<Hash>> load(TestLedger node, int sender, List<Long> potNonces) {
    return () -> {
      var ids = new HashSet<Hash>();
      for (int nonce = 0; nonce < EACH; nonce++) {
        var order = node.signed("COIN", TestKeys.key(10 + sender), SHOP, 1, nonce);
        accepted(node.admit(order));
        ids.add(order.id());
        if (nonce % 3 == 0) {
          var transfer = fromPot(node);
          ids.add(transfer.id());
          synchronized (potNonces) {
            potNonces.add(transfer.nonce().orElseThrow());
          }
        }
      }
      return ids;
    };
  }

  /** Makes blocks until it is told to stop; their indexes. */
  private static Callable<List<Long>> seal(TestLedger node, AtomicBoolean stop) {
    return () -> {
      var indexes = new ArrayList<Long>();
      while (!stop.get()) {
        if (node.seal() instanceof SealOutcome.Sealed sealed) {
          indexes.add(sealed.block().header().index());
        }
      }
      return indexes;
    };
  }

  @Test
  void admitAndSealTogether() throws Exception {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    try (var one = node(database);
        var other = node(database);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var potNonces = new ArrayList<Long>();
      var loads = new ArrayList<Future<Set<Hash>>>();
      for (int i = 0; i < SENDERS; i++) {
        loads.add(threads.submit(load(one, i, potNonces)));
        loads.add(threads.submit(load(other, SENDERS + i, potNonces)));
      }
      var stop = new AtomicBoolean();
      var sealers = List.of(threads.submit(seal(one, stop)), threads.submit(seal(other, stop)));
      var ids = new HashSet<Hash>();
      for (var load : loads) {
        ids.addAll(load.get());
      }
      stop.set(true);
      var indexes = new ArrayList<Long>();
      for (var sealer : sealers) {
        assertThat(sealer.get()).as("blocks of each instance").isNotEmpty();
        indexes.addAll(sealer.get());
      }
      while (one.get(PoolTable.class).count() > 0) {
        indexes.add(((SealOutcome.Sealed) one.seal()).block().header().index());
      }

      assertThat(indexes)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(2, one.get(HeadTable.class).read().index()).boxed().toList());
      assertThat(potNonces)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, 2L * SENDERS * EACH / 3).boxed().toList());
      assertThat(other.get(RecordedTransactions.class).find(ids))
          .hasSize(ids.size())
          .allSatisfy((id, r) -> assertThat(r.status()).isEqualTo(Recorded.Status.VALID));
      assertThat(database.countOf("transactions where kind = 'transfer'")).isEqualTo(ids.size());
    }
  }

  @Test
  void seeWhatTheOtherHasDone() {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    try (var one = node(database);
        var other = node(database)) {
      for (long nonce = 0; nonce < 10; nonce += 2) {
        assertThat(fromPot(one).nonce()).hasValue(nonce);
        assertThat(fromPot(other).nonce()).hasValue(nonce + 1);
        if (nonce == 4) {
          one.seal();
        }
      }
      var order = one.signed("COIN", TestKeys.key(10), SHOP, 1_000_000, 0);
      accepted(one.admit(order));
      assertThat(other.admit(order)).isInstanceOf(Verdict.Repeated.class);
      assertThat(other.admit(other.signed("COIN", TestKeys.key(10), SHOP, 1, 1)))
          .isInstanceOf(Verdict.Rejected.class);
      // What it receives can be spent on the other instance as soon as a block holds it.
      accepted(other.admit(other.signed("COIN", POT, TestKeys.wallet(10), 5, 10)));
      other.seal();
      accepted(one.admit(one.signed("COIN", TestKeys.key(10), SHOP, 5, 1)));
      assertThat(other.admit(other.signed("COIN", TestKeys.key(10), SHOP, 1, 2)))
          .isInstanceOf(Verdict.Rejected.class);
    }
  }

  @RepeatedTest(3)
  void beginTheLedgerTogether() throws Exception {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting =
          List.of(threads.submit(() -> node(database)), threads.submit(() -> node(database)));
      try (var one = starting.get(0).get();
          var other = starting.get(1).get()) {
        accepted(one.admit(one.signed("COIN", POT, SHOP, 1, 0)));
        accepted(other.admit(other.signed("COIN", POT, SHOP, 1, 1)));
      }
    }
    Invariants.check(database, new RuleBook(genesis()));
    assertThat(database.countOf("blocks")).isEqualTo(1);
  }
}
