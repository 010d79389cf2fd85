package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;

/**
 * Admits and seals ten thousand signed transfers from memory, loses none, and prints how long that
 * took and where the time went. The numbers are for people: a busy machine is no mistake.
 */
class ThroughputTest {

  private static final int SENDERS = 2_000;
  private static final int EACH = 5;

  /** Sums up the time between two steps of one thread, under the later one. */
  private static final class Stopwatch implements StepListener {
    private final Map<Step, Long> nanos = new EnumMap<>(Step.class);
    private final Map<Step, Integer> times = new EnumMap<>(Step.class);
    private final ThreadLocal<Long> last = ThreadLocal.withInitial(System::nanoTime);

    @Override
    public synchronized void reached(Step step) {
      long now = System.nanoTime();
      nanos.merge(step, now - last.get(), Long::sum);
      times.merge(step, 1, Integer::sum);
      last.set(now);
    }

    synchronized String report() {
      var lines = new StringBuilder();
      nanos.forEach((step, sum) ->
          lines.append(
              String.format(
                  "  %6d ms until %s, %d times%n", sum / 1_000_000, step, times.get(step))));
      return lines.toString();
    }
  }

  @ParameterizedTest
  @EnumSource
  void admitsAndSealsTenThousand(TestDatabase.Kind kind) throws Exception {
    var genesis = new TestGenesis();
    for (int i = 0; i < SENDERS; i++) {
      genesis.allocate("COIN", TestKeys.wallet(1000 + i), 100);
    }
    var watch = new Stopwatch();
    try (var ledger =
        TestLedger.start(
            TestDatabase.of(kind),
            genesis.build(),
            Map.of(),
            context -> context.registerBean(StepListener.class, () -> watch))) {
      var orders = IntStream.range(0, SENDERS).parallel().mapToObj(i -> orders(ledger, i)).toList();

      long start = System.nanoTime();
      assertThat(admit(ledger, orders)).isEqualTo(SENDERS * EACH);
      long admitted = System.nanoTime();
      while (ledger.get(PoolTable.class).count() > 0) {
        assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
      }
      long sealed = System.nanoTime();
      System.out.printf(
          "ThroughputTest, %s: %d transfers, admitted %d/s, sealed %d/s, both %d/s%n%s",
          kind,
          SENDERS * EACH,
          rate(admitted - start),
          rate(sealed - admitted),
          rate(sealed - start),
          watch.report());
    }
  }

  private static List<Order> orders(TestLedger ledger, int sender) {
    return IntStream.range(0, EACH)
        .mapToObj(nonce ->
            ledger.signed(
                "COIN", TestKeys.key(1000 + sender), new Address("shop" + sender % 100), 1, nonce))
        .toList();
  }

  /** Each sender hands in one after the other, all senders at once; how many were accepted. */
  private static long admit(TestLedger ledger, List<List<Order>> orders) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts = new ArrayList<Future<Long>>();
      for (var own : orders) {
        counts.add(
            threads.submit(() ->
                own.stream()
                    .filter(order -> ledger.admit(order) instanceof Verdict.Accepted)
                    .count()));
      }
      long accepted = 0;
      for (var count : counts) {
        accepted += count.get();
      }
      return accepted;
    }
  }

  private static long rate(long nanos) {
    return SENDERS * EACH * 1_000_000_000L / nanos;
  }
}
