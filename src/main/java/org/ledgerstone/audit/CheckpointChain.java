package org.ledgerstone.audit;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.ChainTrees;
import org.ledgerstone.ledger.Finality;
import org.ledgerstone.ledger.OneChain;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.stereotype.Component;

/** The final part of this node's chain, as checkpoints speak of it. */
@Component
class CheckpointChain {

  private final Finality finality;
  private final ChainTrees trees;
  private final OneChain oneChain;
  private final String origin;

  CheckpointChain(Finality finality, ChainTrees trees, OneChain oneChain, RuleBook rules) {
    this.finality = finality;
    this.trees = trees;
    this.oneChain = oneChain;
    this.origin = Checkpoint.originOf(rules.ledger());
  }

  /** The newest final block; empty if none ever is. */
  Optional<Checkpoint> newest() {
    return oneChain.read(() ->
        finality.newest().stream()
            .mapToObj(size -> new Checkpoint(origin, size, root(size), List.of()))
            .findFirst());
  }

  /** The root at this size; empty as long as the block there is not final. */
  Optional<Hash> finalRoot(long size) {
    return oneChain.read(() -> isFinal(size) ? Optional.of(root(size)) : Optional.<Hash>empty());
  }

  /** Whether it speaks of blocks that are final here, and says the same. */
  boolean agreesWith(CheckpointRow row) {
    return finalRoot(row.size()).equals(Optional.of(row.root()));
  }

  /** The proof that the tree of the first size is the beginning of the second, both final. */
  List<Hash> consistency(long first, long second) {
    return oneChain.read(() -> trees.consistency(first, second).orElseThrow());
  }

  private boolean isFinal(long size) {
    return finality.newest().stream().anyMatch(newest -> size <= newest);
  }

  private Hash root(long size) {
    return trees.root(size).orElseThrow();
  }
}
