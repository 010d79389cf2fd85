package org.ledgerstone.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merkle trees as in RFC 6962, section 2.1: a node is the hash of 0x01 and its children, a tree of
 * n leaves is split at the largest power of two below n, nothing is duplicated. Leaves are handed
 * in already hashed.
 */
public final class MerkleTree {

  /** The root of the tree without leaves. */
  public static final Hash EMPTY = Hash.of();

  /** A complete subtree that an appended leaf has finished. */
  public record Node(int level, long position, Hash hash) {}

  private static final byte NODE_PREFIX = 1;
  private static final byte[] LEAF_PREFIX = {0};

  private MerkleTree() {}

  /** The leaf hash of these bytes: the hash of 0x00 and the bytes. */
  public static Hash leaf(byte[] bytes) {
    return Hash.of(LEAF_PREFIX, bytes);
  }

  static Hash parent(Hash left, Hash right) {
    var node = new byte[1 + 2 * Hash.LENGTH];
    node[0] = NODE_PREFIX;
    left.copyTo(node, 1);
    right.copyTo(node, 1 + Hash.LENGTH);
    return Hash.of(node);
  }

  /** The root over these leaf hashes. */
  public static Hash root(List<Hash> leaves) {
    return root(nodesOf(leaves), leaves.size());
  }

  /** The complete subtrees over these leaf hashes, each computed once. */
  public static TreeNodes nodesOf(List<Hash> leaves) {
    var levels = new ArrayList<List<Hash>>();
    levels.add(List.copyOf(leaves));
    while (levels.getLast().size() > 1) {
      var below = levels.getLast();
      var level = new ArrayList<Hash>(below.size() / 2);
      for (int i = 0; i + 1 < below.size(); i += 2) {
        level.add(parent(below.get(i), below.get(i + 1)));
      }
      levels.add(level);
    }
    return (level, position) -> levels.get(level).get(Math.toIntExact(position));
  }

  /** The root over the first {@code size} leaves. Needs at most log2(size) + 1 nodes. */
  public static Hash root(TreeNodes nodes, long size) {
    return size == 0 ? EMPTY : root(nodes, 0, size);
  }

  private static Hash root(TreeNodes nodes, long begin, long end) {
    long size = end - begin;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return nodes.node(level, begin >> level);
    }
    long split = begin + split(size);
    return parent(root(nodes, begin, split), root(nodes, split, end));
  }

  /** The largest power of two below n, for n of at least 2. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  /**
   * The complete subtrees that appending the leaf at position {@code size} finishes, from the leaf
   * upwards: one or more.
   */
  public static List<Node> append(TreeNodes nodes, long size, Hash leaf) {
    var finished = new ArrayList<Node>();
    finished.add(new Node(0, size, leaf));
    long position = size;
    for (int level = 0; (position & 1) == 1; level++, position >>= 1) {
      var hash = parent(nodes.node(level, position - 1), finished.getLast().hash());
      finished.add(new Node(level + 1, position >> 1, hash));
    }
    return finished;
  }

  /**
   * The inclusion path of a leaf (RFC 6962, 2.1.1), from the leaf upwards.
   *
   * @throws IllegalArgumentException if the tree of this size has no such leaf
   */
  public static List<Hash> inclusion(TreeNodes nodes, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("No leaf " + index + " in a tree of " + size);
    }
    var path = new ArrayList<Hash>();
    inclusion(nodes, index, 0, size, path);
    return path;
  }

  private static void inclusion(
      TreeNodes nodes, long index, long begin, long end, List<Hash> path) {
    if (end - begin == 1) {
      return;
    }
    long split = begin + split(end - begin);
    if (index < split) {
      inclusion(nodes, index, begin, split, path);
      path.add(root(nodes, split, end));
    } else {
      inclusion(nodes, index, split, end, path);
      path.add(root(nodes, begin, split));
    }
  }

  /** The root that a leaf and its inclusion path lead to; empty if the path cannot be of it. */
  public static Optional<Hash> rootFrom(Hash leaf, long index, long size, List<Hash> path) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    long node = index;
    long last = size - 1;
    var root = leaf;
    for (var sibling : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((node & 1) == 1 || node == last) {
        root = parent(sibling, root);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        root = parent(root, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? Optional.of(root) : Optional.empty();
  }

  /**
   * The proof that the tree of {@code first} leaves is the beginning of the one of {@code second}
   * (RFC 6962, 2.1.2); empty where both are the same or the first has no leaves.
   *
   * @throws IllegalArgumentException unless 0 ≤ first ≤ second
   */
  public static List<Hash> consistency(TreeNodes nodes, long first, long second) {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("Not 0 <= " + first + " <= " + second);
    }
    var proof = new ArrayList<Hash>();
    if (first != 0) {
      consistency(nodes, first, 0, second, true, proof);
    }
    return proof;
  }

  private static void consistency(
      TreeNodes nodes, long first, long begin, long end, boolean known, List<Hash> proof) {
    if (first == end) {
      if (!known) {
        proof.add(root(nodes, begin, end));
      }
      return;
    }
    long split = begin + split(end - begin);
    if (first <= split) {
      consistency(nodes, first, begin, split, known, proof);
      proof.add(root(nodes, split, end));
    } else {
      consistency(nodes, first, split, end, false, proof);
      proof.add(root(nodes, begin, split));
    }
  }

  /**
   * Whether the proof shows that the first tree is the beginning of the second (RFC 9162, 2.1.4.2).
   */
  public static boolean isConsistent(
      long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> proof) {
    if (first < 0 || first > second || (first == 0 && !firstRoot.equals(EMPTY))) {
      return false;
    }
    if (first == second) {
      return proof.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (first == 0) {
      return proof.isEmpty();
    }
    var hashes = new ArrayList<>(proof);
    if (Long.bitCount(first) == 1) {
      hashes.addFirst(firstRoot);
    }
    return !hashes.isEmpty() && leadsToBoth(hashes, first, firstRoot, second, secondRoot);
  }

  private static boolean leadsToBoth(
      List<Hash> hashes, long first, Hash firstRoot, long second, Hash secondRoot) {
    int complete = Long.numberOfTrailingZeros(first);
    long node = (first - 1) >> complete;
    long last = (second - 1) >> complete;
    var one = hashes.getFirst();
    var two = hashes.getFirst();
    for (var sibling : hashes.subList(1, hashes.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        one = parent(sibling, one);
        two = parent(sibling, two);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        two = parent(two, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && one.equals(firstRoot) && two.equals(secondRoot);
  }
}
