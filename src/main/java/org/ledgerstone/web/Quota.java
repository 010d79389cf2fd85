package org.ledgerstone.web;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** How much all requests together may hold of something. Nobody waits: there is room, or not. */
public final class Quota {

  private final long max;
  private final Supplier<Problem> exhausted;
  private final AtomicLong taken = new AtomicLong();

  /**
   * A quota of which nothing is taken.
   *
   * @param exhausted what to answer whom there is no room for
   */
  public Quota(long max, Supplier<Problem> exhausted) {
    this.max = max;
    this.exhausted = exhausted;
  }

  /** A share of nothing yet, for one request. */
  public Share share() {
    return new Share();
  }

  /** How much is taken by now. */
  public long taken() {
    return taken.get();
  }

  /** What one request holds. For one thread; closing it gives everything back. */
  public final class Share implements AutoCloseable {

    private long held;

    private Share() {}

    /**
     * Takes so much more.
     *
     * @throws Problem if there is no room for it
     */
    public void take(long more) {
      if (taken.addAndGet(more) > max) {
        taken.addAndGet(-more);
        throw exhausted.get();
      }
      held += more;
    }

    /** Gives back what it holds beyond this. */
    public void shrinkTo(long enough) {
      long less = Math.max(0, held - enough);
      taken.addAndGet(-less);
      held -= less;
    }

    @Override
    public void close() {
      taken.addAndGet(-held);
      held = 0;
    }
  }
}
