package org.ledgerstone.bench;

import java.util.Arrays;

/**
 * How long nobody was answered at most though somebody waited: from one answer to the next, less
 * the time in which no request was due. One that waits long while others are answered is not seen
 * here but in its latency. To be asked to come again is no answer.
 */
final class Silence {

  private static final long NOBODY = Long.MAX_VALUE;

  private final long[] since;
  private long lastAnswer = Long.MIN_VALUE;
  private long longest;

  Silence(int connections) {
    since = new long[connections];
    Arrays.fill(since, NOBODY);
  }

  /** A connection has sent its request, and waits since then, in {@link System#nanoTime()}. */
  void waits(int connection, long sinceNanos) {
    since[connection] = sinceNanos;
  }

  /** It has its answer. */
  void ends(int connection, long nanos) {
    long oldest = Arrays.stream(since).min().orElse(NOBODY);
    longest = Math.max(longest, nanos - Math.max(lastAnswer, oldest));
    lastAnswer = nanos;
    since[connection] = NOBODY;
  }

  /** The longest so far. */
  long longestNanos() {
    return longest;
  }
}
