package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.protocol.BlockFixture.ALICE;
import static org.ledgerstone.protocol.BlockFixture.BOB;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What seals by itself: in time, or at once when a block is full; and one instance at a time. */
class SealingTimerTest {

  private static final WalletKey ANN = TestKeys.key(3);

  private static TestLedger start(TestDatabase.Kind kind, String interval, int blockLimit) {
    return start(TestDatabase.of(kind), interval, blockLimit);
  }

  private static TestLedger start(TestDatabase database, String interval, int blockLimit) {
    return TestLedger.start(
        database,
        new TestGenesis()
            .reward(0)
            .interval(1)
            .blockLimit(blockLimit)
            .allocate("COIN", ANN.address(), 1000)
            .build(),
        Map.of("LEDGER_BLOCK_INTERVAL", interval),
        context -> {});
  }

  private static void accept(TestLedger ledger, long first, int count) {
    LongStream.range(first, first + count)
        .forEach(nonce ->
            assertThat(ledger.admit(ledger.signed("COIN", ANN, TestKeys.wallet(9), 1, nonce)))
                .isInstanceOf(Verdict.Accepted.class));
  }

  private static void waitForBlock(TestLedger ledger, long index) {
    var head = ledger.get(HeadTable.class);
    Patience.until("block %d is there".formatted(index), () -> head.read().index() >= index);
    assertThat(head.read().index()).isEqualTo(index);
  }

  @ParameterizedTest
  @EnumSource
  void sealsWhatIsPendingWhenTheIntervalHasPassed(TestDatabase.Kind kind) {
    try (var ledger = start(kind, "50ms", 1000)) {
      ledger.clock().advance(60_000);
      accept(ledger, 0, 1);
      waitForBlock(ledger, 2);
      assertThat(ledger.get(PoolTable.class).count()).isZero();
      ledger.clock().advance(60_000);
      accept(ledger, 1, 1);
      waitForBlock(ledger, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sealsWholeBlocksAtOnce(TestDatabase.Kind kind) {
    try (var ledger = start(kind, "1h", 3)) {
      accept(ledger, 0, 2);
      accept(ledger, 2, 5);
      waitForBlock(ledger, 3);
      assertThat(ledger.get(PoolTable.class).count()).as("less than a block waits").isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsWhatOtherInstancesHaveAdmitted(TestDatabase.Kind kind) {
    var database = TestDatabase.of(kind);
    try (var one = start(database, "1h", 4);
        var other = start(database, "1h", 4)) {
      accept(one, 0, 2);
      accept(other, 2, 2);
      waitForBlock(one, 2);
      accept(one, 4, 1);
      accept(other, 5, 2);
      accept(one, 7, 1);
      waitForBlock(other, 3);
      assertThat(one.get(PoolTable.class).count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sealsABlockThatIsFullOfTextAtOnce(TestDatabase.Kind kind) {
    try (var ledger = start(kind, "1h", 1000)) {
      var content = "\uD83E\uDD89".repeat(4000);
      long posts = (BlockRules.TEXT_BYTES_MAX + Backlog.TEXTS_TO_LOOK) / (4L * 4000) + 1;
      long fit = BlockRules.TEXT_BYTES_MAX / (4L * 4000);
      for (int i = 0; i < posts; i++) {
        if (i <= fit) {
          assertThat(ledger.get(HeadTable.class).read().index()).as("not full").isOne();
        }
        var post =
            new Post(ledger.rules().ledger(), Optional.of(ANN.address()), "Ann", content, "n" + i);
        assertThat(ledger.admit(ledger.signed(post, ANN))).isInstanceOf(Verdict.Accepted.class);
      }
      waitForBlock(ledger, 2);
      assertThat(ledger.get(PoolTable.class).count()).as("less than a block waits").isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoThatSealByThemselvesOneDoesInEachInterval(TestDatabase.Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    try (var one = start(database, "50ms", 1000);
        var other = start(database, "50ms", 1000)) {
      passTime(one, other, 60_000);
      accept(one, 0, 1);
      waitForBlock(one, 2);
      passTime(one, other, 24);
      accept(other, 1, 1);
      Thread.sleep(500);
      assertThat(other.get(HeadTable.class).read().index())
          .as("half an interval later")
          .isEqualTo(2);
      passTime(one, other, 1);
      waitForBlock(other, 3);
    }
  }

  private static void passTime(TestLedger one, TestLedger other, long millis) {
    one.clock().advance(millis);
    other.clock().advance(millis);
  }

  @ParameterizedTest
  @EnumSource
  void sealsAtOnceAWholeBlockThatAChangeOfChainHasLeft(TestDatabase.Kind kind) {
    var genesis = BlockFixture.genesis(draft -> draft.blockLimit = 3);
    try (var ledger =
        TestLedger.start(
            TestDatabase.of(kind), genesis, Map.of("LEDGER_BLOCK_INTERVAL", "1h"), c -> {})) {
      var chain = new ChainInMemory(genesis);
      var one = BlockFixture.transfer(chain.rules(), ALICE, BOB.address(), 1, 0);
      var other = BlockFixture.transfer(chain.rules(), ALICE, BOB.address(), 1, 1);
      append(ledger, chain.next().by(ALICE).with(one, other).block());
      chain.accept(chain.next().by(BOB).block());
      append(ledger, chain.head());
      append(ledger, chain.next().by(BOB).block());
      waitForBlock(ledger, 4);
      assertThat(ledger.get(PoolTable.class).count()).isZero();
    }
  }

  private static void append(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time());
    assertThat(ledger.get(Appending.class).append(block, Companion.none()))
        .isNotInstanceOf(AppendOutcome.Rejected.class);
  }

  @ParameterizedTest
  @EnumSource
  void triesAWholeBlockAgainThatCouldNotBeSealedAtOnce(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, "1h", 3)) {
      var other = new SealingTurn(ledger.get(JdbcClient.class), ledger.clock());
      Patience.until("it has the turn", other::take);
      accept(ledger, 0, 3);
      Thread.sleep(500);
      assertThat(ledger.get(HeadTable.class).read().index()).as("not its turn").isOne();
      other.leave();
      waitForBlock(ledger, 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesItToTheOneWhoseTurnItIs(TestDatabase.Kind kind) {
    try (var ledger = start(kind, "off", 3)) {
      var jdbc = ledger.get(JdbcClient.class);
      var one = new SealingTurn(jdbc, ledger.clock());
      var other = new SealingTurn(jdbc, ledger.clock());
      assertThat(one.take()).isTrue();
      assertThat(one.take()).as("keeps it").isTrue();
      assertThat(other.take()).isFalse();
      other.leave();
      assertThat(other.take()).as("it was not its own to leave").isFalse();
      one.leave();
      assertThat(other.take()).isTrue();
      assertThat(one.take()).isFalse();
      ledger.clock().advance(10_001);
      assertThat(one.take()).as("the other has ended without leaving it").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void admissionNeedNotWaitForWhatAnotherInstanceHasSealed(TestDatabase.Kind kind)
      throws Exception {
    try (var ledger = start(kind, "50ms", 3)) {
      var other = new SealingTurn(ledger.get(JdbcClient.class), ledger.clock());
      Patience.until("it has the turn", other::take);
      assertThat(other.take()).isTrue();
      var backlog = ledger.get(Backlog.class);
      backlog.counted(new PoolTable.Passage(6, 0), 3);
      var admission =
          Thread.startVirtualThread(() -> {
            try {
              backlog.awaitRoom(5, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(admission.join(Duration.ofMinutes(1))).isTrue();
    }
  }
}
