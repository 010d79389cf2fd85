package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;

/** What an operator is shown of the age of the newest block and of what waits, and of refusals. */
class LedgerMetersTest {

  private static final WalletKey ANN = TestKeys.key(3);

  private static TestLedger start(TestDatabase.Kind kind) {
    return TestLedger.start(
        kind, new TestGenesis().reward(0).interval(1).allocate("COIN", ANN.address(), 1000));
  }

  private static Verdict pay(TestLedger ledger, long amount, long nonce) {
    return ledger.admit(ledger.signed("COIN", ANN, TestKeys.wallet(9), amount, nonce));
  }

  private static double gauge(TestLedger ledger, String name) {
    return ledger.get(MeterRegistry.class).get(name).gauge().value();
  }

  @ParameterizedTest
  @EnumSource
  void agesGrowWithTheClockAndEndWithABlock(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      ledger.clock().advance(60_000);
      assertThat(gauge(ledger, "ledger.pool.age")).isZero();
      pay(ledger, 1, 0);
      ledger.clock().advance(5_000);
      pay(ledger, 1, 1);
      ledger.clock().advance(2_000);
      assertThat(gauge(ledger, "ledger.pool.size")).isEqualTo(2);
      assertThat(gauge(ledger, "ledger.pool.age")).isEqualTo(7);
      ledger.seal();
      ledger.clock().advance(3_000);
      assertThat(gauge(ledger, "ledger.head.age")).isEqualTo(3);
      assertThat(gauge(ledger, "ledger.pool.size")).isZero();
      assertThat(gauge(ledger, "ledger.pool.age")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusalsAreCountedByTheirCodes(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      pay(ledger, 1, 0);
      pay(ledger, 2, 0);
      pay(ledger, 5_000, 1);
      pay(ledger, 5_001, 1);
      assertThat(ledger.get(MeterRegistry.class).get("ledger.orders.refused").counters())
          .extracting(counter -> counter.getId().getTag("code"), Counter::count)
          .containsExactlyInAnyOrder(tuple("NONCE_USED", 1.0), tuple("BALANCE_TOO_LOW", 2.0));
    }
  }
}
