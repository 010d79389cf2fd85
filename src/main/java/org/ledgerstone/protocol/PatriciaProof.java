package org.ledgerstone.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a Merkle-Patricia trie has under a key, or that it has nothing there, shown by the nodes on
 * the way from its root, as {@code eth_getProof} gives them.
 *
 * <p>The trie: Yellow Paper, appendices C (hex prefix) and D, and
 * https://ethereum.org/en/developers/docs/data-structures-and-encoding/patricia-merkle-trie/; the
 * proof: https://eips.ethereum.org/EIPS/eip-1186. A node of less than 32 bytes stands in its parent
 * and not in the list; every other node is named by its Keccak-256.
 */
final class PatriciaProof {

  /** The root of a trie that has no key: the hash of the empty string's encoding. */
  static final Word EMPTY_ROOT = Word.keccak(new byte[] {(byte) 0x80});

  private static final int BRANCH_ITEMS = 17;
  private static final int PATH_ITEMS = 2;

  private final List<byte[]> nodes;
  private final byte[] path;
  private int nodesRead;
  private int pathRead;

  private PatriciaProof(byte[] key, List<byte[]> nodes) {
    this.nodes = nodes;
    this.path = nibbles(key);
  }

  /**
   * The value under the key, or that there is none; otherwise why the nodes do not show it. Nodes
   * that are not needed are a fault. Nothing is thrown, whatever the nodes are.
   *
   * @param root the trusted hash of the trie's root
   * @param key as the trie has it: in state and storage, the Keccak-256 of address and slot
   */
  static Proven<Optional<byte[]>> value(Word root, byte[] key, List<byte[]> nodes) {
    var proof = new PatriciaProof(key, nodes);
    var value = nodes.isEmpty() && root.equals(EMPTY_ROOT) ? absent() : proof.named(root, true);
    return value.then(found ->
        proof.nodesRead < nodes.size()
            ? EthereumFault.NODE_LEFT_OVER.because(
                nodes.size() + " nodes, and the way has " + proof.nodesRead)
            : Proven.shown(found));
  }

  /** Goes on at the next node of the list, which has to have this hash. */
  private Proven<Optional<byte[]>> named(Word hash, boolean isRoot) {
    int number = nodesRead++;
    if (number >= nodes.size()) {
      return EthereumFault.NODE_MISSING.because("node " + number + ", " + hash);
    }
    var bytes = nodes.get(number);
    var actual = Word.keccak(bytes);
    if (!actual.equals(hash)) {
      return EthereumFault.NODE_HASH_WRONG.because(
          "node " + number + " has " + actual + ", and not " + hash);
    }
    var node = Rlp.decode(bytes);
    if (node.isEmpty() || (!isRoot && bytes.length < Word.LENGTH)) {
      return malformed();
    }
    return isRoot && hash.equals(EMPTY_ROOT) ? absent() : at(node.get());
  }

  private Proven<Optional<byte[]>> at(Rlp node) {
    var items = node.list().orElse(List.of());
    return switch (items.size()) {
      case BRANCH_ITEMS -> atBranch(items);
      case PATH_ITEMS -> atPath(items.getFirst(), items.getLast());
      default -> malformed();
    };
  }

  private Proven<Optional<byte[]>> atBranch(List<Rlp> items) {
    if (pathRead < path.length) {
      var child = items.get(path[pathRead++]);
      return isEmpty(child) ? absent() : child(child);
    }
    var value = items.getLast();
    return isEmpty(value) ? absent() : value(value);
  }

  /** An extension or a leaf: both begin with the part of the key that they stand for. */
  private Proven<Optional<byte[]>> atPath(Rlp prefixed, Rlp rest) {
    var part = prefixed.text().flatMap(HexPrefix::read);
    if (part.isEmpty() || isEmpty(rest)) {
      return malformed();
    }
    boolean isOnTheWay = part.get().begins(path, pathRead);
    pathRead += part.get().length();
    if (part.get().isLeaf()) {
      return isOnTheWay && pathRead == path.length ? value(rest) : absent();
    }
    if (part.get().length() == 0) {
      return malformed();
    }
    return isOnTheWay ? child(rest) : absent();
  }

  /** Goes on at what a branch or an extension points to: a hash, or the node itself. */
  private Proven<Optional<byte[]>> child(Rlp child) {
    return switch (child) {
      case Rlp.Items(_, var size) -> size < Word.LENGTH ? at(child) : malformed();
      case Rlp.Text(var bytes, _) ->
          Word.of(bytes).map(hash -> named(hash, false)).orElseGet(PatriciaProof::malformed);
    };
  }

  private static Proven<Optional<byte[]>> value(Rlp value) {
    return value
        .text()
        .map(bytes -> Proven.shown(Optional.of(bytes)))
        .orElseGet(PatriciaProof::malformed);
  }

  private static Proven<Optional<byte[]>> absent() {
    return Proven.shown(Optional.empty());
  }

  private static Proven<Optional<byte[]>> malformed() {
    return EthereumFault.NODE_MALFORMED.plainly();
  }

  private static boolean isEmpty(Rlp item) {
    return item.text().filter(bytes -> bytes.length == 0).isPresent();
  }

  private static byte[] nibbles(byte[] key) {
    var nibbles = new byte[2 * key.length];
    for (int i = 0; i < nibbles.length; i++) {
      nibbles[i] = HexPrefix.nibble(key, i);
    }
    return nibbles;
  }

  /**
   * A part of a key as a node has it (Yellow Paper, appendix C).
   *
   * @param isLeaf whether it is the last part
   * @param nibbles of the part
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record HexPrefix(boolean isLeaf, byte[] nibbles) {

    private static final int ODD = 1;
    private static final int LEAF = 2;

    /** Empty if the first digit is no flag, or the filling after it is not zero. */
    static Optional<HexPrefix> read(byte[] bytes) {
      if (bytes.length == 0) {
        return Optional.empty();
      }
      int flag = nibble(bytes, 0);
      boolean isOdd = (flag & ODD) != 0;
      if (flag > (LEAF | ODD) || (!isOdd && nibble(bytes, 1) != 0)) {
        return Optional.empty();
      }
      var all = PatriciaProof.nibbles(bytes);
      return Optional.of(
          new HexPrefix((flag & LEAF) != 0, Arrays.copyOfRange(all, isOdd ? 1 : 2, all.length)));
    }

    static byte nibble(byte[] bytes, int index) {
      int both = bytes[index / 2];
      return (byte) ((index % 2 == 0 ? both >> 4 : both) & 0xf);
    }

    int length() {
      return nibbles.length;
    }

    /** Whether the path goes on with this part there. */
    boolean begins(byte[] path, int from) {
      return nibbles.length <= path.length - from
          && Arrays.equals(path, from, from + nibbles.length, nibbles, 0, nibbles.length);
    }
  }
}
