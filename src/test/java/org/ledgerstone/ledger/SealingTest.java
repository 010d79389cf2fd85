package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When a block is made, when not, and what it holds. */
class SealingTest {

  private static final Address ANN = TestKeys.wallet(3);
  private static final Address BOB = new Address("bob");

  private final Gate gate = SharedLedgers.GATE;

  private static TestLedger start(TestDatabase.Kind kind, TestGenesis genesis) {
    return SharedLedgers.begin(kind, genesis.allocate("COIN", ANN, 1000).build());
  }

  private static SealedBlock block(SealOutcome outcome) {
    return ((SealOutcome.Sealed) outcome).block();
  }

  private static Refusal refusal(SealOutcome outcome) {
    return ((SealOutcome.Rejected) outcome).refused().code();
  }

  /** Takes a transfer of 1 from Ann. */
  private static Order accept(TestLedger ledger, long nonce) {
    return accept(ledger, ledger.signed("COIN", TestKeys.key(3), BOB, 1, nonce));
  }

  private static Order accept(TestLedger ledger, Order order) {
    assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
    return order;
  }

  /** Takes a transfer from Ann that ends within a second, and lets it end. */
  private static void acceptAndLetEnd(TestLedger ledger, long nonce) {
    var plain = ledger.transfer("COIN", ANN, BOB, 1, nonce);
    accept(
        ledger,
        ledger.signed(
            new Transfer(
                plain.ledger(),
                plain.asset(),
                plain.from(),
                plain.to(),
                plain.amount(),
                plain.nonce(),
                ledger.clock().millis() / 1000,
                ""),
            TestKeys.key(3)));
    ledger.clock().advance(2000);
  }

  private static SealOutcome sealNow(TestLedger ledger) {
    return ledger.get(Sealing.class).seal("", Companion.none());
  }

  @ParameterizedTest
  @EnumSource
  void sealsTheRewardAlone(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis())) {
      assertThat(block(ledger.seal()).transactions())
          .singleElement()
          .satisfies(t -> assertThat(t.content()).isInstanceOf(Reward.class));
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasNothingToSealWithoutRewardAndPending(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis().reward(0))) {
      assertThat(refusal(ledger.seal())).isEqualTo(Refusal.NOTHING_TO_SEAL);
      accept(ledger, 0);
      assertThat(block(ledger.seal()).transactions()).hasSize(1);
      assertThat(refusal(ledger.seal())).isEqualTo(Refusal.NOTHING_TO_SEAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheBlockLimit(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis().blockLimit(4))) {
      LongStream.range(0, 7).forEach(nonce -> accept(ledger, nonce));
      assertThat(block(ledger.seal()).transactions()).hasSize(4);
      assertThat(block(ledger.seal()).transactions()).hasSize(4);
      assertThat(block(ledger.seal()).transactions()).hasSize(2);
    }
    try (var ledger = start(kind, new TestGenesis().blockLimit(4).reward(0))) {
      LongStream.range(0, 7).forEach(nonce -> accept(ledger, nonce));
      assertThat(block(ledger.seal()).transactions()).hasSize(4);
      assertThat(block(ledger.seal()).transactions()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void splitsMoreTextThanABlockMayCarry(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis())) {
      // 16,000 bytes and a byte for the author: 262 of them are just below 4 MiB.
      var longest = "\uD83D\uDE00".repeat(4000);
      var orders =
          IntStream.range(0, 300)
              .mapToObj(i ->
                  new Order(
                      new Post(ledger.rules().ledger(), Optional.empty(), "A", longest, "n" + i),
                      Authorization.NONE))
              .toList();
      assertThat(Groups.admit(ledger, orders)).allMatch(Verdict.Accepted.class::isInstance);
      var first = block(ledger.seal());
      assertThat(first.transactions()).hasSize(1 + 262);
      assertThat(first.textBytes()).isBetween(4_190_000L, 4L << 20);
      assertThat(block(ledger.seal()).transactions()).hasSize(1 + 38);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsForTheInterval(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis().interval(10_000))) {
      // The ledger began a second ago.
      ledger.clock().advance(7_999);
      assertThat(refusal(sealNow(ledger))).isEqualTo(Refusal.BLOCK_TOO_SOON);
      ledger.clock().advance(1);
      var first = block(sealNow(ledger)).header().time();
      assertThat(first.millis() - ledger.clock().millis())
          .as("dated ahead to keep the interval")
          .isEqualTo(1000);
      ledger.clock().advance(9_999);
      assertThat(refusal(sealNow(ledger))).isEqualTo(Refusal.BLOCK_TOO_SOON);
      ledger.clock().advance(1);
      assertThat(block(sealNow(ledger)).header().time()).isEqualTo(first.plusMillis(10_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void datesABlockNoEarlierThanWhatItHolds(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis())) {
      accept(ledger, 0);
      var accepted = ledger.clock().time();
      ledger.clock().advance(-900);
      assertThat(block(sealNow(ledger)).header().time()).isEqualTo(accepted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheTurnToTheOtherListedMiners(TestDatabase.Kind kind) {
    var both = new TestGenesis().miners(TestKeys.wallet(1), TestKeys.wallet(2));
    try (var ledger = start(kind, both)) {
      assertThat(block(ledger.seal()).header().index()).isEqualTo(2);
      assertThat(refusal(ledger.seal())).isEqualTo(Refusal.MINER_TOO_SOON);
    }
    var others = new TestGenesis().miners(TestKeys.wallet(2), TestKeys.wallet(3));
    try (var ledger = start(kind, others)) {
      assertThat(refusal(ledger.seal())).isEqualTo(Refusal.MINER_NOT_LISTED);
      assertThat(refusal(ledger.get(Sealing.class).sealFull()))
          .as("nobody need ask again soon")
          .isEqualTo(Refusal.NOTHING_TO_SEAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesOnlyProperTextAsData(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis())) {
      var sealing = ledger.get(Sealing.class);
      ledger.clock().advance(1);
      assertThat(refusal(sealing.seal("x".repeat(1001), Companion.none())))
          .isEqualTo(Refusal.TEXT_INVALID);
      assertThat(refusal(sealing.seal("\u0000", Companion.none()))).isEqualTo(Refusal.TEXT_INVALID);
      var longest = "\uD83D\uDE00".repeat(1000);
      assertThat(block(sealing.seal(longest, Companion.none())).data()).isEqualTo(longest);
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsItsWork(TestDatabase.Kind kind) {
    var worked = new TestGenesis().miners().difficulty(12);
    try (var ledger = start(kind, worked)) {
      assertThat(block(ledger.seal()).hash().leadingZeroBits()).isGreaterThanOrEqualTo(12);
      assertThat(ledger.get(HeadTable.class).read().work().intValueExact()).isEqualTo(4096);
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesConsecutiveBlocksWhenManyAskAtOnce(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, new TestGenesis());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = new ArrayList<Future<SealOutcome>>();
      for (int i = 0; i < 20; i++) {
        outcomes.add(threads.submit(() -> sealNow(ledger)));
      }
      var indexes = new ArrayList<Long>();
      for (var outcome : outcomes) {
        indexes.add(block(outcome.get()).header().index());
      }
      assertThat(indexes)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(2, 22).boxed().toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void beginsAgainWhereAnotherBlockCameFirst(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, new TestGenesis());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hold = gate.hold(Step.SEALING_MINED);
      var slow = threads.submit(() -> ledger.seal());
      hold.arrived();
      assertThat(block(sealNow(ledger)).header().index()).isEqualTo(2);
      hold.release();
      assertThat(block(slow.get()).header().index()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsTwoDropTheSame(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, new TestGenesis().reward(0));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      acceptAndLetEnd(ledger, 0);
      var hold = gate.hold(Step.SEALING_CHOSEN);
      var slow = threads.submit(() -> sealNow(ledger));
      hold.arrived();
      assertThat(refusal(sealNow(ledger))).isEqualTo(Refusal.NOTHING_TO_SEAL);
      hold.release();
      assertThat(refusal(slow.get())).isEqualTo(Refusal.NOTHING_TO_SEAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sealsWhileAnotherDropsTheSame(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, new TestGenesis().reward(0).allocate("PTS", ANN, 5));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      acceptAndLetEnd(ledger, 0);
      var dropping = gate.hold(Step.SEALING_CHOSEN);
      var dropper = threads.submit(() -> sealNow(ledger));
      dropping.arrived();
      var order = accept(ledger, ledger.signed("PTS", TestKeys.key(3), BOB, 1, 0));
      var sealing = gate.hold(Step.SEALING_MINED);
      var sealer = threads.submit(() -> sealNow(ledger));
      sealing.arrived();
      var again = gate.hold(Step.SEALING_CHOSEN);
      dropping.release();
      again.arrived();
      sealing.release();
      assertThat(block(sealer.get()).transactions())
          .singleElement()
          .satisfies(t -> assertThat(t.order()).isEqualTo(order));
      again.release();
      assertThat(refusal(dropper.get())).isEqualTo(Refusal.NOTHING_TO_SEAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutWhatAnotherInstanceDropsMeanwhile(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, new TestGenesis());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stays = accept(ledger, 0);
      var dropped = accept(ledger, 1);
      var hold = gate.hold(Step.SEALING_MINED);
      var sealer = threads.submit(() -> sealNow(ledger));
      hold.arrived();
      dropElsewhere(ledger, dropped);
      hold.release();
      assertThat(block(sealer.get()).transactions())
          .extracting(Transaction::id)
          .contains(stays.id())
          .doesNotContain(dropped.id());
    }
  }

  /** What an instance does that shares the database and nothing else. */
  private static void dropElsewhere(TestLedger ledger, Order order) {
    var jdbc = ledger.get(JdbcClient.class);
    assertThat(jdbc.sql("delete from recorded where id = ?").param(order.id().bytes()).update())
        .isOne();
    jdbc.sql("update head set pool_left = pool_left + 1").update();
    jdbc.sql("update admissions set version = version + 1").update();
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingThatIsNoLongerWanted(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis())) {
      accept(ledger, 0);
      var head = ledger.get(HeadTable.class).read();
      ledger.clock().advance(1);
      var outcome =
          ledger
              .get(Sealing.class)
              .seal(
                  "",
                  new Companion<>() {
                    @Override
                    public boolean stillWanted() {
                      return false;
                    }
                  });
      assertThat(outcome).isInstanceOf(SealOutcome.Unwanted.class);
      assertThat(ledger.get(HeadTable.class).read()).isEqualTo(head);
    }
  }

  @ParameterizedTest
  @EnumSource
  void undoesTheBlockWhoseCompanionFails(TestDatabase.Kind kind) {
    try (var ledger = start(kind, new TestGenesis())) {
      accept(ledger, 0);
      var head = ledger.get(HeadTable.class).read();
      ledger.clock().advance(1);
      assertThatThrownBy(() ->
              ledger
                  .get(Sealing.class)
                  .seal(
                      "",
                      new Companion<>() {
                        @Override
                        public void happened(SealOutcome.Sealed sealed) {
                          throw new ArithmeticException("on purpose");
                        }
                      }))
          .isInstanceOf(ArithmeticException.class);
      assertThat(ledger.get(HeadTable.class).read()).isEqualTo(head);
      accept(ledger, 1);
      assertThat(block(ledger.seal()).transactions()).hasSize(3);
    }
  }
}
