package org.ledgerstone.ledger;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The oldest of what this instance has admitted and nobody has sealed yet, so that sealing need not
 * read it back. It is only a memory: whoever seals from it has to see that the rows are all still
 * there, and {@link #forget} if they are not. Bounded. Thread-safe.
 */
@Component
class RecentlyAdmitted {

  private static final int TRANSACTIONS_MAX = 30_000;

  private final ArrayDeque<PoolTable.Pending> oldest = new ArrayDeque<>();

  /** Remembers these, unless others came in between or there are too many. */
  synchronized void add(List<PoolTable.Pending> admitted) {
    boolean follows =
        oldest.isEmpty() || oldest.getLast().seq() + Admitted.APART == admitted.getFirst().seq();
    if (follows && oldest.size() + admitted.size() <= TRANSACTIONS_MAX) {
      oldest.addAll(admitted);
    }
  }

  /**
   * The first ones after one number and up to another, at most so many; empty if they are not all
   * remembered.
   */
  synchronized Optional<List<PoolTable.Pending>> between(long after, long last, int limit) {
    while (!oldest.isEmpty() && oldest.getFirst().seq() <= after) {
      oldest.removeFirst();
    }
    boolean remembered =
        !oldest.isEmpty()
            // Had there been one in between, it would be farther away.
            && oldest.getFirst().seq() <= after + Admitted.APART
            && (oldest.size() >= limit || oldest.getLast().seq() >= last);
    return remembered ? Optional.of(oldest.stream().limit(limit).toList()) : Optional.empty();
  }

  synchronized void forget() {
    oldest.clear();
  }
}
