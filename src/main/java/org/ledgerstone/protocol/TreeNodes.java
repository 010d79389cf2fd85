package org.ledgerstone.protocol;

/**
 * The complete subtrees of a Merkle tree. Node (0, i) is the hash of leaf i; node (level, i) is the
 * root over the leaves i · 2^level … (i + 1) · 2^level − 1.
 */
@FunctionalInterface
public interface TreeNodes {

  /** The root of one complete subtree; only asked for where all of its leaves exist. */
  Hash node(int level, long position);
}
