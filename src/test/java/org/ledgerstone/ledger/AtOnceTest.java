package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;

/** Admission goes on while a block is written, and neither sees half of the other. */
class AtOnceTest {

  private static final WalletKey ANN = TestKeys.key(3);
  private static final WalletKey BOB = TestKeys.key(4);

  private static TestLedger start(TestDatabase.Kind kind) {
    return SharedLedgers.begin(kind, new TestGenesis().allocate("COIN", ANN.address(), 10).build());
  }

  private static Verdict pay(TestLedger ledger, WalletKey from, WalletKey to, int amount, long n) {
    return ledger.admit(ledger.signed("COIN", from, to.address(), amount, n));
  }

  private static Refusal refusal(Verdict verdict) {
    return ((Verdict.Rejected) verdict).refused().code();
  }

  @ParameterizedTest
  @EnumSource
  void goOnWhileTheRowsOfABlockAreMoved(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      assertThat(pay(ledger, ANN, BOB, 4, 0)).isInstanceOf(Verdict.Accepted.class);
      var written = SharedLedgers.GATE.hold(Step.APPENDING_WRITTEN);
      var sealing = CompletableFuture.supplyAsync(ledger::seal);
      written.arrived();

      assertThat(pay(ledger, ANN, BOB, 4, 0))
          .as("its row is being moved by somebody who has not committed")
          .isInstanceOf(Verdict.Repeated.class);
      assertThat(refusal(pay(ledger, BOB, ANN, 1, 0)))
          .as("what the block pays in is not there before it is committed")
          .isEqualTo(Refusal.BALANCE_TOO_LOW);
      assertThat(pay(ledger, ANN, BOB, 6, 1)).isInstanceOf(Verdict.Accepted.class);
      assertThat(refusal(pay(ledger, ANN, BOB, 1, 2))).isEqualTo(Refusal.BALANCE_TOO_LOW);

      written.release();
      assertThat(((SealOutcome.Sealed) sealing.join()).block().transactions()).hasSize(2);
      assertThat(ledger.get(PoolTable.class).count()).isOne();
      Invariants.check(ledger.node());
    }
  }

  @ParameterizedTest
  @EnumSource
  void letSpendWhatABlockHasPaidIn(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      assertThat(refusal(pay(ledger, BOB, ANN, 1, 0))).isEqualTo(Refusal.BALANCE_TOO_LOW);
      for (int round = 0; round < 3; round++) {
        assertThat(pay(ledger, ANN, BOB, 3, round)).isInstanceOf(Verdict.Accepted.class);
        assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
        assertThat(pay(ledger, BOB, ANN, 2, round)).isInstanceOf(Verdict.Accepted.class);
        assertThat(refusal(pay(ledger, BOB, ANN, round + 2, round + 1)))
            .isEqualTo(Refusal.BALANCE_TOO_LOW);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void takeOnceWhatBecomesPendingWhileABlockWithItIsTaken(TestDatabase.Kind kind) {
    var genesis = new TestGenesis().allocate("COIN", ANN.address(), 10).build();
    try (var elsewhere = TestLedger.start(TestDatabase.of(kind), genesis, Map.of(), c -> {});
        var ledger = start(kind)) {
      var post =
          new Order(
              new Post(ledger.rules().ledger(), Optional.empty(), "A", "Hello", "n"),
              Authorization.NONE);
      assertThat(elsewhere.admit(post)).isInstanceOf(Verdict.Accepted.class);
      var block = ((SealOutcome.Sealed) elsewhere.seal()).block();
      ledger.clock().set(block.header().time());

      var judged = SharedLedgers.GATE.hold(Step.APPENDING_JUDGED);
      var appending =
          CompletableFuture.supplyAsync(
              () -> ledger.get(Appending.class).append(block, Companion.none()));
      judged.arrived();
      assertThat(ledger.admit(post)).isInstanceOf(Verdict.Accepted.class);
      judged.release();
      assertThat(appending.join()).isInstanceOf(AppendOutcome.Appended.class);
      assertThat(ledger.get(PoolTable.class).count()).isZero();
    }
  }
}
