package org.ledgerstone.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRefused.Blame;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.stereotype.Component;

/**
 * Remembers hashes that commit to a broken rule, so that nothing is judged twice. What only a
 * message was to blame for is not remembered: the same hash may come again with a right body. Only
 * a memory, bounded: what is forgotten is judged again. Thread-safe.
 */
@Component
class BadBlocks {

  private static final int HASHES_MAX = 10_000;

  private final Map<Hash, BlockRefused> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, BlockRefused> eldest) {
          return size() > HASHES_MAX;
        }
      };

  /** A block was refused. */
  synchronized void remember(Hash hash, BlockRefused why) {
    if (why.blame() == Blame.HASH) {
      known.put(hash, why);
    }
  }

  /** Why the block cannot be valid, if that is known already of it or of its parent. */
  synchronized Optional<BlockRefused> find(SealedBlock block) {
    var why = known.get(block.hash());
    if (why != null) {
      return Optional.of(why);
    }
    var parent = known.get(block.header().previous());
    if (parent == null) {
      return Optional.empty();
    }
    var inherited =
        new BlockRefused(
            "stands on a valid parent",
            Refusal.PARENT_INVALID.because("Its parent: " + parent.refused().detail()),
            Blame.HASH);
    known.put(block.hash(), inherited);
    return Optional.of(inherited);
  }
}
