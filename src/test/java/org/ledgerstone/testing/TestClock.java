package org.ledgerstone.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.ledgerstone.protocol.Time;

/** A clock that stands still until the test moves it. */
public final class TestClock extends Clock {

  private final AtomicLong millis;

  /** A clock that shows this moment. */
  public TestClock(Time time) {
    this.millis = new AtomicLong(time.millis());
  }

  /** Moves the clock on, or back. */
  public void advance(long more) {
    millis.addAndGet(more);
  }

  /** Sets the clock. */
  public void set(Time time) {
    millis.set(time.millis());
  }

  /** What the clock shows. */
  public Time time() {
    return new Time(millis.get());
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
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
