package org.ledgerstone.audit.verify;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Standing;

/** The accounts of a replay, taken one after the other beside a table in the same order. */
final class PeekedAccounts {

  private final Iterator<Map.Entry<String, Standing>> accounts;
  private Map.@Nullable Entry<String, Standing> next;

  PeekedAccounts(ReplayState state) {
    this.accounts = state.inOrder();
    advance();
  }

  private void advance() {
    next = accounts.hasNext() ? accounts.next() : null;
  }

  /**
   * Goes on to this account.
   *
   * @param passed is told those before it, which the table has not
   * @return empty if there is none, or if it has been taken
   */
  Optional<Standing> upTo(String key, BiConsumer<String, Standing> passed) {
    while (next != null && next.getKey().compareTo(key) < 0) {
      passed.accept(next.getKey(), next.getValue());
      advance();
    }
    if (next == null || !next.getKey().equals(key)) {
      return Optional.empty();
    }
    var found = next.getValue();
    advance();
    return Optional.of(found);
  }

  /** Tells those that the table has not. */
  void rest(BiConsumer<String, Standing> passed) {
    upTo("\uffff", passed);
  }
}
