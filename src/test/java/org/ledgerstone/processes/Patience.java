package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waiting for what other processes do. Its end is a failure and never a measurement. */
final class Patience {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 50;

  private Patience() {}

  /**
   * Waits until this is so.
   *
   * @param otherwise what is the case instead, asked when the time is over
   */
  static void until(String what, Callable<Boolean> isSo, Supplier<String> otherwise)
      throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!isSo.call()) {
      assertThat(System.nanoTime()).as(() -> what + "; " + otherwise.get()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
