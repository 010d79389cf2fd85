package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which part of checking a signature the time is counted as. */
class SignatureTimersTest {

  @Test
  void tellsHashingFromRecovering() {
    var clock = new MockClock();
    var meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    var laps = new SignatureTimers(meters).begin();
    clock.add(3, TimeUnit.MICROSECONDS);
    laps.digested();
    clock.add(40, TimeUnit.MICROSECONDS);
    laps.recovered();
    assertThat(meters.get("ledger.orders.digest").timer().totalTime(TimeUnit.MICROSECONDS))
        .isEqualTo(3);
    assertThat(meters.get("ledger.orders.recover").timer().totalTime(TimeUnit.MICROSECONDS))
        .isEqualTo(40);
  }
}
