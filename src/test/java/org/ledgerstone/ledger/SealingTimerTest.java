package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What seals by itself: in time, or at once when a block is full; and one instance at a time. */
class SealingTimerTest {

  private static final WalletKey ANN = TestKeys.key(3);

  private static TestLedger start(TestDatabase.Kind kind, String interval, int blockLimit) {
    return TestLedger.start(
        TestDatabase.of(kind),
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

  private static void waitForBlock(TestLedger ledger, long index) throws InterruptedException {
    for (int tries = 0;
        tries < 600 && ledger.get(HeadTable.class).read().index() < index;
        tries++) {
      Thread.sleep(50);
    }
    assertThat(ledger.get(HeadTable.class).read().index()).isEqualTo(index);
  }

  @ParameterizedTest
  @EnumSource
  void sealsWhatIsPendingWhenTheIntervalHasPassed(TestDatabase.Kind kind) throws Exception {
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
  void sealsWholeBlocksAtOnce(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind, "1h", 3)) {
      accept(ledger, 0, 2);
      accept(ledger, 2, 5);
      waitForBlock(ledger, 3);
      assertThat(ledger.get(PoolTable.class).count()).as("less than a block waits").isOne();
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
      for (int tries = 0; tries < 600 && !other.take(); tries++) {
        Thread.sleep(50);
      }
      assertThat(other.take()).isTrue();
      var backlog = ledger.get(Backlog.class);
      backlog.counted(6, 3);
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
