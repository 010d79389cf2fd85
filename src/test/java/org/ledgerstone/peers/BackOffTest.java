package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private final BackOff backOff = new BackOff(new Random(4));

  @Test
  void doublesFromASecondToFiveMinutes() {
    for (int failures = 1; failures <= 9; failures++) {
      var most = Duration.ofSeconds(1L << (failures - 1));
      staysWithin(most.dividedBy(2), most, failures);
    }
    for (int failures : new int[] {10, 11, 63, 64, 65, 1_000_000, Integer.MAX_VALUE}) {
      staysWithin(BackOff.LONGEST.dividedBy(2), BackOff.LONGEST, failures);
    }
  }

  private void staysWithin(Duration least, Duration most, int failures) {
    var drawn = new HashSet<Duration>();
    for (int i = 0; i < 200; i++) {
      var wait = backOff.after(failures);
      assertThat(wait).isBetween(least, most);
      drawn.add(wait);
    }
    assertThat(drawn).hasSizeGreaterThan(50);
  }
}
