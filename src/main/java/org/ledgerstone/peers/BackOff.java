package org.ledgerstone.peers;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a peer is left alone after it has failed: a second at first, twice as long each time, at
 * most five minutes. Drawn from the upper half of that, so that nodes which lost a peer together do
 * not come back together.
 */
final class BackOff {

  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int DOUBLINGS_MAX = 9;

  private final RandomGenerator random;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The time to wait.
   *
   * @param failures how many calls have failed in a row, 1 or more
   */
  Duration after(int failures) {
    long doubled = FIRST.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
    long most = Math.min(doubled, LONGEST.toMillis());
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }
}
