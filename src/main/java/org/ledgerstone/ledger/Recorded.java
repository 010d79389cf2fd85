package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Transaction;

/**
 * A transaction that this ledger knows, and where it stands.
 *
 * @param place where it stands in the chain; present exactly when it is valid
 * @param dropReason why it left the pool without a block; present exactly when it was dropped
 */
public record Recorded(
    Transaction transaction, Status status, Optional<Place> place, Optional<String> dropReason) {

  /** How far a transaction has come. */
  public enum Status {
    /** Accepted and durable, not in a block yet. */
    PENDING,
    /** In a block of the chain that counts. */
    VALID,
    /** Left the pool without a block. */
    DROPPED
  }

  /**
   * A place in the chain.
   *
   * @param position the place in the block, from 0
   */
  public record Place(long blockIndex, Hash blockHash, int position) {}

  static Recorded pending(Transaction transaction) {
    return new Recorded(transaction, Status.PENDING, Optional.empty(), Optional.empty());
  }

  static Recorded valid(Transaction transaction, Place place) {
    return new Recorded(transaction, Status.VALID, Optional.of(place), Optional.empty());
  }

  static Recorded dropped(Transaction transaction, String reason) {
    return new Recorded(transaction, Status.DROPPED, Optional.empty(), Optional.of(reason));
  }
}
