package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;

/** What can no longer be sealed leaves the pool, with what builds on it. */
class DroppingTest {

  private static final Address ANN = TestKeys.wallet(3);
  private static final Address BOB = new Address("bob");

  private static TestGenesis genesis() {
    return new TestGenesis().allocate("COIN", ANN, 100).allocate("PTS", ANN, 100);
  }

  /** A transfer of 10 from Ann that ends in two seconds, or never. */
  private static Order order(TestLedger ledger, String asset, long nonce, boolean ends) {
    var plain = ledger.transfer(asset, ANN, BOB, 10, nonce);
    long until = ends ? ledger.clock().time().millis() / 1000 + 2 : 0;
    return ledger.signed(
        new Transfer(
            plain.ledger(),
            plain.asset(),
            plain.from(),
            plain.to(),
            plain.amount(),
            plain.nonce(),
            until,
            ""),
        TestKeys.key(3));
  }

  private static void accept(TestLedger ledger, Order... orders) {
    for (var order : orders) {
      assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
    }
  }

  private static List<Order> seal(TestLedger ledger) {
    return ((SealOutcome.Sealed) ledger.seal())
        .block().transactions().stream().map(Transaction::order).toList();
  }

  private static Recorded find(TestLedger ledger, Order order) {
    return ledger.get(RecordedTransactions.class).find(order.id()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void dropsWhatEndedAndWhatBuildsOnIt(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis().build())) {
      var ending = order(ledger, "COIN", 0, true);
      var building = order(ledger, "COIN", 1, false);
      var apart = order(ledger, "PTS", 0, false);
      accept(ledger, ending, building, apart);
      ledger.clock().advance(3000);
      assertThat(seal(ledger)).hasSize(2).contains(apart);
      assertThat(find(ledger, ending))
          .extracting(Recorded::status, r -> r.dropReason().orElse(""))
          .containsExactly(Recorded.Status.DROPPED, "TRANSACTION_EXPIRED");
      assertThat(find(ledger, building))
          .extracting(Recorded::status, r -> r.dropReason().orElse(""))
          .containsExactly(Recorded.Status.DROPPED, "NONCE_AHEAD");

      assertThat(ledger.admit(ending)).isInstanceOf(Verdict.Rejected.class);
      accept(ledger, order(ledger, "COIN", 0, false), building);
      assertThat(find(ledger, building).status()).isEqualTo(Recorded.Status.PENDING);
      assertThat(seal(ledger)).hasSize(3).contains(building);
      assertThat(find(ledger, building).status()).isEqualTo(Recorded.Status.VALID);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropsAtOnceWhatBuildsOnItBeyondTheBlockLimit(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis().blockLimit(2).build())) {
      var ending = order(ledger, "COIN", 0, true);
      var second = order(ledger, "COIN", 1, false);
      var third = order(ledger, "COIN", 2, false);
      accept(ledger, ending, second, third);
      ledger.clock().advance(3000);
      seal(ledger);
      Invariants.check(ledger.node());
      assertThat(find(ledger, third).status()).isEqualTo(Recorded.Status.DROPPED);
      accept(ledger, order(ledger, "COIN", 0, false), second, third);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropsWhatCameInAfterTheChoice(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis().build())) {
      var ending = order(ledger, "COIN", 0, true);
      accept(ledger, ending);
      ledger.clock().advance(3000);
      var chosen = SharedLedgers.GATE.hold(Step.SEALING_CHOSEN);
      var sealing = CompletableFuture.supplyAsync(ledger::seal);
      chosen.arrived();
      var late = order(ledger, "COIN", 1, false);
      accept(ledger, late);
      chosen.release();
      assertThat(sealing.join()).isInstanceOf(SealOutcome.Sealed.class);

      assertThat(find(ledger, late).status()).isEqualTo(Recorded.Status.DROPPED);
      accept(ledger, order(ledger, "COIN", 0, false), late);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhatIsSealedInTheSecondInWhichItEnds(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis().build())) {
      var ending = order(ledger, "COIN", 0, true);
      accept(ledger, ending);
      ledger.clock().advance(1999);
      assertThat(seal(ledger)).contains(ending);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfWhatWasDroppedForADay(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis().build())) {
      var ending = order(ledger, "COIN", 0, true);
      accept(ledger, ending);
      ledger.clock().advance(3000);
      seal(ledger);
      ledger.clock().advance(86_400_000 - 1);
      seal(ledger);
      assertThat(find(ledger, ending).status()).isEqualTo(Recorded.Status.DROPPED);
      seal(ledger);
      assertThat(ledger.get(RecordedTransactions.class).find(ending.id())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropsWithoutABlockWhereNothingIsLeftToSeal(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis().reward(0).build())) {
      var ending = order(ledger, "COIN", 0, true);
      accept(ledger, ending, order(ledger, "COIN", 1, false));
      ledger.clock().advance(3000);
      assertThat(ledger.seal())
          .isInstanceOfSatisfying(
              SealOutcome.Rejected.class,
              rejected ->
                  assertThat(rejected.refused().code().name()).isEqualTo("NOTHING_TO_SEAL"));
      assertThat(find(ledger, ending).status()).isEqualTo(Recorded.Status.DROPPED);
      assertThat(ledger.get(PoolTable.class).count()).isZero();
      accept(ledger, order(ledger, "COIN", 0, false));
    }
  }
}
