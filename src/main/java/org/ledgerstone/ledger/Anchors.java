package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.Hash;

/**
 * Which heads of this ledger are anchored on Ethereum for good. Implemented where anchors are made.
 */
public interface Anchors {

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
