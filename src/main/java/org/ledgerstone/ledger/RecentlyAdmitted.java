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
  private boolean more;

  /** Remembers these, unless others came in between or there are too many. */
  synchronized void add(List<PoolTable.Pending> admitted) {
    if (oldest.isEmpty()) {
      more = false;
    }
    boolean follows = oldest.isEmpty() || oldest.getLast().seq() + 1 == admitted.getFirst().seq();
    if (!more && follows && oldest.size() + admitted.size() <= TRANSACTIONS_MAX) {
      oldest.addAll(admitted);
    } else {
      more = true;
    }
  }

  /** The first ones after this number, at most so many; empty if they are not all remembered. */
  synchronized Optional<List<PoolTable.Pending>> after(long seq, int limit) {
    while (!oldest.isEmpty() && oldest.getFirst().seq() <= seq) {
      oldest.removeFirst();
    }
    boolean remembered =
        !oldest.isEmpty()
            && oldest.getFirst().seq() == seq + 1
            && (!more || oldest.size() >= limit);
    return remembered ? Optional.of(oldest.stream().limit(limit).toList()) : Optional.empty();
  }

  synchronized void forget() {
    oldest.clear();
  }
}
