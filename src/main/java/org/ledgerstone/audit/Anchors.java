package org.ledgerstone.audit;

import java.util.Optional;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.Hash;

/**
 * Which heads of this ledger are anchored on Ethereum for good. Implemented where anchors are made;
 * without such a room there are none.
 */
public interface Anchors {

  /** No anchors at all. */
  Anchors NONE =
      new Anchors() {
        @Override
        public Optional<AnchorEvidence> of(Hash head) {
          return Optional.empty();
        }

        @Override
        public Optional<Hash> lowestFrom(long index) {
          return Optional.empty();
        }
      };

  /**
   * Where a head is anchored; empty if it is not, or if Ethereum may still give up the block that
   * holds the anchor.
   */
  Optional<AnchorEvidence> of(Hash head);

  /**
   * The lowest of the heads that {@link #of} knows, that stand in the chain that counts now, and
   * whose index is this or above. Read together with that chain; nothing is asked of a network.
   */
  Optional<Hash> lowestFrom(long index);
}
