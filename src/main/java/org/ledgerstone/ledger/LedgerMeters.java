package org.ledgerstone.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.ledgerstone.protocol.Time;
import org.springframework.stereotype.Component;

/** How long the ledger has stood still and what waits in it, and why orders were refused. */
@Component
class LedgerMeters {

  private final MeterRegistry meters;

  LedgerMeters(
      MeterRegistry meters, HeadTable heads, BlockRows blocks, PoolTable pool, Clock clock) {
    this.meters = meters;
    Gauge.builder("ledger.head.age", () -> age(clock, headTime(heads, blocks)))
        .description("How long ago the newest block was made")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("ledger.pool.age", () -> age(clock, oldest(pool, clock)))
        .description("How long the oldest pending transaction has been waiting")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("ledger.pool.size", pool::count)
        .description("Pending transactions")
        .register(meters);
  }

  private static Time headTime(HeadTable heads, BlockRows blocks) {
    return blocks.findById(heads.read().index()).orElseThrow().stored().header().time();
  }

  private static Time oldest(PoolTable pool, Clock clock) {
    return pool.after(0, 1).stream()
        .findFirst()
        .map(one -> one.transaction().accepted())
        .orElseGet(() -> Time.of(clock.instant()));
  }

  private static double age(Clock clock, Time since) {
    return (clock.millis() - since.millis()) / 1000.0;
  }

  /** Counts those that were refused, by their codes. */
  List<Verdict> counted(List<Verdict> verdicts) {
    verdicts.forEach(this::count);
    return verdicts;
  }

  private void count(Verdict verdict) {
    if (verdict instanceof Verdict.Rejected(var refused)) {
      meters.counter("ledger.orders.refused", "code", refused.code().name()).increment();
    }
  }
}
