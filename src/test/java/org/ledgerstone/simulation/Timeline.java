package org.ledgerstone.simulation;

import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time. Things happen one after the other in the order of their times, those of the same
 * time in the order in which they were planned. What may wait runs in a thread of its own, but only
 * one thread runs at any moment and the order is the same every time.
 */
final class Timeline {

  private record Event(long time, long order, Runnable what) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Something that may wait in the middle. */
  private final class Process {

    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private @Nullable Throwable failure;

    Process(Runnable work) {
      Thread.ofVirtual()
          .start(() -> {
            turn.acquireUninterruptibly();
            try {
              work.run();
            } catch (Throwable e) {
              failure = e;
            } finally {
              back.release();
            }
          });
    }

    /** Runs it until it waits or ends. */
    void proceed() {
      running = this;
      turn.release();
      back.acquireUninterruptibly();
      running = null;
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }

    void sleep(long millis) {
      after(millis, this::proceed);
      back.release();
      turn.acquireUninterruptibly();
    }
  }

  private final PriorityQueue<Event> planned = new PriorityQueue<>();
  private long now;
  private long count;
  private @Nullable Process running;

  /** The milliseconds since the beginning. */
  long now() {
    return now;
  }

  /** Plans what cannot wait. */
  void after(long millis, Runnable what) {
    planned.add(new Event(now + millis, count++, what));
  }

  /** Plans what may {@link #sleep}. */
  void startAfter(long millis, Runnable work) {
    after(millis, () -> new Process(work).proceed());
  }

  /** Waits; other things happen meanwhile. Only for what was planned as something that may. */
  void sleep(long millis) {
    if (running == null) {
      throw new IllegalStateException("Nobody may wait here");
    }
    running.sleep(millis);
  }

  /** Lets everything happen up to this moment. */
  void runTo(long time) {
    while (!planned.isEmpty() && planned.peek().time() <= time) {
      var next = planned.remove();
      now = next.time();
      next.what().run();
    }
    now = Math.max(now, time);
  }

  /** Whether nothing is planned any more. */
  boolean isOver() {
    return planned.isEmpty();
  }
}
