package org.ledgerstone.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the tokens that were tried in vain, ten a minute from each address. Good ones are not
 * counted and always let in: a secret of 32 bytes is not guessed, and many may share an address.
 * What it remembers is bounded: of more than ten thousand addresses the oldest is forgotten. For
 * any thread.
 */
final class LoginAttempts {

  private static final int FAILURES_MAX = 10;
  private static final int ADDRESSES_MAX = 10_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  /** How many there were since the first of them, which is less than a minute ago. */
  private record Failures(Instant since, int count) {}

  LoginAttempts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Counts one more failure.
   *
   * @return whether it is one of the first ten in its minute
   */
  synchronized boolean failed(String address) {
    var now = clock.instant();
    var known = failures.get(ClientNetwork.of(address));
    if (known == null || !now.isBefore(known.since().plus(WINDOW))) {
      failures.remove(ClientNetwork.of(address));
      known = new Failures(now, 0);
    }
    if (known.count() == FAILURES_MAX) {
      return false;
    }
    failures.put(ClientNetwork.of(address), new Failures(known.since(), known.count() + 1));
    return true;
  }

  synchronized int addresses() {
    return failures.size();
  }
}
