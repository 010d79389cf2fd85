package org.ledgerstone.ledger;

import java.util.Optional;

/**
 * Rows that a caller wants to write in the same database transaction as a change of the ledger,
 * such as an idempotency key with its answer. It is called inside that transaction, by the thread
 * that writes.
 *
 * @param <T> what the change leads to
 */
public interface Companion<T> {

  /** A companion that writes nothing. */
  static <T> Companion<T> none() {
    return new Companion<>() {};
  }

  /**
   * What it goes by. Of two companions of one name the second is asked only after the first one's
   * change has been committed.
   */
  default Optional<String> name() {
    return Optional.empty();
  }

  /** Whether the change is still wanted; if not, nothing is changed and the caller is told so. */
  default boolean stillWanted() {
    return true;
  }

  /**
   * Called when the change is about to be committed. What it throws undoes the change and reaches
   * the caller; others that were to be committed along with it are committed without it.
   */
  default void happened(T outcome) {}
}
