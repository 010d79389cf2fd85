package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what others do. Its end is a failure and never a measurement. */
public final class Patience {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 50;
  private static final long LOOK_INSIDE_MILLIS = 10;

  private Patience() {}

  /** Waits until this is so in this process. */
  public static void until(String what, BooleanSupplier isSo) {
    try {
      until(what, isSo::getAsBoolean, () -> "it is not so", LOOK_INSIDE_MILLIS);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until this is so.
   *
   * @param otherwise what is the case instead, asked when the time is over
   */
  public static void until(String what, Callable<Boolean> isSo, Supplier<String> otherwise)
      throws Exception {
    until(what, isSo, otherwise, LOOK_MILLIS);
  }

  private static void until(
      String what, Callable<Boolean> isSo, Supplier<String> otherwise, long lookMillis)
      throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!isSo.call()) {
      assertThat(System.nanoTime()).as(() -> what + "; " + otherwise.get()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(lookMillis);
    }
  }
}
