package org.ledgerstone.ledger;

/**
 * Rows that a caller wants to write in the same database transaction as a change of the ledger,
 * such as an idempotency key with its answer. Both methods are called inside that transaction, by
 * the thread that writes, while no other writer of any instance is at work.
 *
 * @param <T> what the change leads to
 */
public interface Companion<T> {

  /** A companion that writes nothing. */
  static <T> Companion<T> none() {
    return new Companion<>() {};
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
