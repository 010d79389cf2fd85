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
    boolean follows = oldest.isEmpty() || oldest.getLast().seq() + 1 == admitted.getFirst().seq();
    if (follows && oldest.size() + admitted.size() <= TRANSACTIONS_MAX) {
      oldest.addAll(admitted);
    }
  }

  /** The first ones after this number, at most so many; empty if they are not remembered. */
  synchronized Optional<List<PoolTable.Pending>> after(long seq, int limit) {
    while (!oldest.isEmpty() && oldest.getFirst().seq() <= seq) {
      oldest.removeFirst();
    }
    return oldest.isEmpty() || oldest.getFirst().seq() != seq + 1
        ? Optional.empty()
        : Optional.of(oldest.stream().limit(limit).toList());
  }

  synchronized void forget() {
    oldest.clear();
  }
}
