package org.ledgerstone.bench;

/**
 * When requests are due: at equal distances over all connections, each of which has its turn. Does
 * not depend on when answers come, so a request that had to wait for the one before it is counted
 * from when it should have been sent.
 */
final class Pace {

  private final long begin;
  private final long betweenNanos;
  private final long[] taken;

  /**
   * @param begin when the first is due, in {@link System#nanoTime()}
   * @param betweenNanos from one request to the next
   */
  Pace(long begin, long betweenNanos, int connections) {
    this.begin = begin;
    this.betweenNanos = betweenNanos;
    this.taken = new long[connections];
  }

  /** When the next request of a connection is due. */
  long next(int connection) {
    return begin + (taken[connection]++ * taken.length + connection) * betweenNanos;
  }
}
