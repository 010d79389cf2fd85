package org.ledgerstone.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A node's clock: it shows what the simulation says. */
final class NodeClock extends Clock {

  private volatile LongSupplier millis;

  NodeClock(long millis) {
    this.millis = () -> millis;
  }

  /** From now on it shows these milliseconds since 1970. */
  void follow(LongSupplier source) {
    millis = source;
  }

  @Override
  public long millis() {
    return millis.getAsLong();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
