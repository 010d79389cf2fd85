package org.ledgerstone.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds up the first thread that comes to a step until the test lets it go on, or fails it. */
final class Gate implements StepListener {

  private record Closed(Step step, CountDownLatch arrived, CountDownLatch open) {}

  private final AtomicReference<Closed> next = new AtomicReference<>();

  private final AtomicReference<@Nullable Step> failing = new AtomicReference<>();

  /** From now on the next thread at this step is held up. Others pass. */
  Hold hold(Step step) {
    var closed = new Closed(step, new CountDownLatch(1), new CountDownLatch(1));
    next.set(closed);
    return new Hold(closed);
  }

  /** The next thread at this step fails. */
  void fail(Step step) {
    failing.set(step);
  }

  @Override
  public void reached(Step step) {
    if (failing.compareAndSet(step, null)) {
      throw new IllegalStateException("On purpose at " + step);
    }
    var closed = next.get();
    if (closed != null && closed.step() == step && next.compareAndSet(closed, null)) {
      closed.arrived().countDown();
      await(closed.open());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody came within a minute");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One thread held up, or to be. */
  record Hold(Closed closed) {

    /** Waits until a thread is held up. */
    Hold arrived() {
      await(closed.arrived());
      return this;
    }

    /** Lets it go on. */
    void release() {
      closed.open().countDown();
    }
  }
}
