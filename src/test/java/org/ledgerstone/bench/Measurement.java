package org.ledgerstone.bench;

import java.util.Optional;

/**
 * What one window gave.
 *
 * @param perSecond how many per second
 * @param p50Millis the latency that half of the requests stayed under, NaN where it was not taken
 * @param p99Millis the latency that 99 of 100 requests stayed under
 * @param count how many there were
 * @param cpu the CPU time that they took
 * @param pauseMillis the longest time in which somebody waited and nobody was answered, NaN where
 *     it was not taken
 * @param note what else is worth saying
 * @param waits where requests came when they were due
 */
record Measurement(
    double perSecond,
    double p50Millis,
    double p99Millis,
    double pauseMillis,
    long count,
    Cpu cpu,
    String note,
    Optional<Waits> waits) {

  Measurement(
      double perSecond, double p50Millis, double p99Millis, long count, Cpu cpu, String note) {
    this(perSecond, p50Millis, p99Millis, Double.NaN, count, cpu, note, Optional.empty());
  }

  Measurement with(Waits found) {
    return new Measurement(
        perSecond, p50Millis, p99Millis, pauseMillis, count, cpu, note, Optional.of(found));
  }

  /** CPU seconds, apart. */
  record Cpu(double service, double database, double generator) {

    static final Cpu NONE = new Cpu(0, 0, 0);

    Cpu minus(Cpu earlier) {
      return new Cpu(
          service - earlier.service, database - earlier.database, generator - earlier.generator);
    }
  }
}
