package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

  private static Map<String, Long> counts(TestLedger ledger) {
    var counts = new HashMap<String, Long>();
    for (var timer : ledger.get(MeterRegistry.class).find("ledger.step").timers()) {
      counts.put(timer.getId().getTag("step"), timer.count());
    }
    for (var name : List.of("digest", "recover")) {
      var timer = ledger.get(MeterRegistry.class).get("ledger.orders." + name).timer();
      counts.put(name, timer.count());
    }
    return counts;
  }

  @ParameterizedTest
  @EnumSource
  void everyStepOfATransferIsTimed(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var before = counts(ledger);
      var orders =
          LongStream.range(0, 3)
              .mapToObj(nonce -> ledger.signed("COIN", ANN, TestKeys.wallet(9), 1, nonce))
              .<Proposal>map(Proposal.Signed::new)
              .toList();
      assertThat(ledger.get(Admission.class).admit(orders, false, Companion.none()))
          .hasOnlyElementsOfType(Verdict.Accepted.class);
      var elsewhere = ledger.signed("NONE", ANN, TestKeys.wallet(9), 1, 3);
      assertThat(ledger.admit(elsewhere)).isInstanceOf(Verdict.Rejected.class);
      pay(ledger, 1, 3);
      ledger.seal();

      var taken = counts(ledger);
      before.forEach((step, count) -> taken.merge(step, -count, Long::sum));
      assertThat(taken)
          .containsEntry("digest", 4L)
          .containsEntry("recover", 4L)
          .containsAllEntriesOf(
              Stream.of(
                      "admission.locked",
                      "admission.loaded",
                      "admission.judged",
                      "admission.inserted",
                      "admission.counted",
                      "admission.committed")
                  .collect(Collectors.toMap(step -> step, step -> 2L)))
          .containsAllEntriesOf(
              Stream.of(
                      "sealing.chosen",
                      "sealing.hashed",
                      "sealing.rooted",
                      "sealing.mined",
                      "sealing.sealed",
                      "appending.locked",
                      "appending.placed",
                      "appending.counted",
                      "appending.written",
                      "appending.committed")
                  .collect(Collectors.toMap(step -> step, step -> 1L)));
    }
  }
}
