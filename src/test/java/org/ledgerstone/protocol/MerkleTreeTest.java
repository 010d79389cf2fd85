package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The trees of RFC 6962, held against its own recursive definitions. */
class MerkleTreeTest {

  private static final int SIZE_MAX = 130;
  private static final int CONSISTENCY_MAX = 70;
  private static final List<Hash> LEAVES =
      IntStream.range(0, SIZE_MAX)
          .mapToObj(i -> MerkleTree.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
          .toList();
  private static final TreeNodes NODES = MerkleTree.nodesOf(LEAVES);
  private static final List<Hash> ROOTS =
      IntStream.rangeClosed(0, SIZE_MAX).mapToObj(n -> definedRoot(LEAVES.subList(0, n))).toList();
  private static final Hash OTHER = Hash.ofText("something else");

  /** MTH of RFC 6962, section 2.1, over leaves that are hashed already. */
  private static Hash definedRoot(List<Hash> leaves) {
    int n = leaves.size();
    if (n == 0) {
      return Hash.ofText("");
    }
    if (n == 1) {
      return leaves.getFirst();
    }
    int k = split(n);
    return Hash.of(
        new byte[] {1},
        definedRoot(leaves.subList(0, k)).bytes(),
        definedRoot(leaves.subList(k, n)).bytes());
  }

  /** PATH of section 2.1.1. */
  private static List<Hash> definedPath(int m, List<Hash> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    var left = leaves.subList(0, k);
    var right = leaves.subList(k, n);
    return m < k
        ? with(definedPath(m, left), definedRoot(right))
        : with(definedPath(m - k, right), definedRoot(left));
  }

  /** SUBPROOF of section 2.1.2; PROOF is the one that begins with a known subtree. */
  private static List<Hash> definedProof(int m, List<Hash> leaves, boolean known) {
    int n = leaves.size();
    if (m == n) {
      return known ? List.of() : List.of(definedRoot(leaves));
    }
    int k = split(n);
    var left = leaves.subList(0, k);
    var right = leaves.subList(k, n);
    return m <= k
        ? with(definedProof(m, left, known), definedRoot(right))
        : with(definedProof(m - k, right, false), definedRoot(left));
  }

  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  @Test
  void hasTheDefinedRootAtEverySize() {
    for (int size = 0; size <= SIZE_MAX; size++) {
      assertThat(MerkleTree.root(LEAVES.subList(0, size)))
          .as("%s", size)
          .isEqualTo(ROOTS.get(size));
      assertThat(MerkleTree.root(NODES, size)).as("%s", size).isEqualTo(ROOTS.get(size));
    }
    assertThat(ROOTS).doesNotHaveDuplicates();
    assertThat(MerkleTree.EMPTY).isEqualTo(ROOTS.getFirst());
  }

  @Test
  void everyInclusionPathIsTheDefinedOneAndLeadsToTheRoot() {
    for (int size = 1; size <= SIZE_MAX; size++) {
      for (int index = 0; index < size; index++) {
        var path = MerkleTree.inclusion(NODES, index, size);

        assertThat(path).isEqualTo(definedPath(index, LEAVES.subList(0, size)));
        assertThat(MerkleTree.rootFrom(LEAVES.get(index), index, size, path))
            .as("%s of %s", index, size)
            .contains(ROOTS.get(size));
      }
    }
  }

  @Test
  void noAlteredInclusionPathLeadsToTheRoot() {
    for (int size = 1; size <= SIZE_MAX; size++) {
      for (int index = 0; index < size; index++) {
        var path = MerkleTree.inclusion(NODES, index, size);
        var leaf = LEAVES.get(index);

        misses(OTHER, index, size, path, size);
        for (var altered : alterations(path)) {
          misses(leaf, index, size, altered, size);
        }
        misses(leaf, -1, size, path, size);
        misses(leaf, size, size, path, size);
        for (int other = 0; other < size; other++) {
          if (other != index) {
            misses(leaf, other, size, path, size);
          }
        }
      }
    }
  }

  @Test
  void aPathOfOneSizeLeadsToNoRootOfAnother() {
    for (int size = 1; size <= CONSISTENCY_MAX; size++) {
      for (int index = 0; index < size; index++) {
        var path = MerkleTree.inclusion(NODES, index, size);
        for (int other = 0; other <= CONSISTENCY_MAX; other++) {
          if (other != size) {
            misses(LEAVES.get(index), index, other, path, other);
          }
        }
      }
    }
  }

  @Test
  void knowsNoPathOfALeafThatIsNotThere() {
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.inclusion(NODES, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.inclusion(NODES, 5, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.inclusion(NODES, -1, 5));
  }

  @Test
  void everyConsistencyProofIsTheDefinedOneAndConvinces() {
    for (int second = 0; second <= CONSISTENCY_MAX; second++) {
      for (int first = 0; first <= second; first++) {
        var proof = MerkleTree.consistency(NODES, first, second);

        if (first > 0) {
          assertThat(proof).isEqualTo(definedProof(first, LEAVES.subList(0, second), true));
        }
        assertThat(consistent(first, second, proof)).as("%s in %s", first, second).isTrue();
      }
    }
  }

  @Test
  void noAlteredConsistencyProofConvinces() {
    for (int second = 0; second <= CONSISTENCY_MAX; second++) {
      for (int first = 0; first <= second; first++) {
        var proof = MerkleTree.consistency(NODES, first, second);
        for (var altered : alterations(proof)) {
          assertThat(consistent(first, second, altered))
              .as("%s in %s: %s for %s", first, second, altered, proof)
              .isFalse();
        }
      }
    }
  }

  @Test
  void noConsistencyProofConvincesOfAnotherRoot() {
    for (int second = 0; second <= CONSISTENCY_MAX; second++) {
      for (int first = 0; first <= second; first++) {
        var proof = MerkleTree.consistency(NODES, first, second);
        var one = ROOTS.get(first);
        var two = ROOTS.get(second);

        assertThat(MerkleTree.isConsistent(first, OTHER, second, two, proof)).isFalse();
        // To a tree without leaves every tree is a later one.
        assertThat(MerkleTree.isConsistent(first, one, second, OTHER, proof))
            .isEqualTo(first == 0 && second > 0);
        assertThat(MerkleTree.isConsistent(first, OTHER, second, OTHER, proof))
            .as("%s in %s", first, second)
            .isEqualTo(first == second && first > 0);
      }
    }
  }

  @Test
  void noConsistencyProofConvincesForOtherSizes() {
    for (int second = 1; second <= 34; second++) {
      for (int first = 1; first < second; first++) {
        var proof = MerkleTree.consistency(NODES, first, second);
        for (int other = 1; other < second; other++) {
          if (other != first) {
            assertThat(
                    MerkleTree.isConsistent(
                        other, ROOTS.get(other), second, ROOTS.get(second), proof))
                .as("%s in %s for %s", first, second, other)
                .isFalse();
          }
        }
      }
    }
  }

  /** Roots that a proof of another length does lead to, were it not for the sizes. */
  @Test
  void aProofHasTheLengthThatItsSizesAskFor() {
    var leaf = LEAVES.getFirst();
    var path = MerkleTree.inclusion(NODES, 0, 4);
    var proof = MerkleTree.consistency(NODES, 3, 4);
    var one = MerkleTree.parent(OTHER, ROOTS.get(3));
    var two = MerkleTree.parent(OTHER, ROOTS.get(4));

    assertThat(MerkleTree.rootFrom(leaf, 0, 4, with(path, OTHER))).isEmpty();
    assertThat(MerkleTree.rootFrom(leaf, 0, 4, path.subList(0, 1))).isEmpty();
    assertThat(MerkleTree.isConsistent(3, one, 4, two, with(proof, OTHER))).isFalse();
    assertThat(MerkleTree.isConsistent(3, ROOTS.get(3), 8, ROOTS.get(4), proof)).isFalse();
    assertThat(MerkleTree.isConsistent(3, ROOTS.get(3), 5, ROOTS.get(5), List.of())).isFalse();
    assertThat(MerkleTree.isConsistent(4, ROOTS.get(4), 3, ROOTS.get(4), List.of())).isFalse();
  }

  @Test
  void knowsNoProofThatALaterTreeIsTheBeginning() {
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.consistency(NODES, 6, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.consistency(NODES, -1, 5));
    assertThat(consistent(6, 5, List.of())).isFalse();
    assertThat(MerkleTree.isConsistent(-1, OTHER, -1, OTHER, List.of())).isFalse();
    assertThat(MerkleTree.isConsistent(-1, OTHER, 5, ROOTS.get(5), List.of())).isFalse();
  }

  /**
   * The flaw of CVE-2012-2459: where an odd last leaf is paired with itself, two lists share a
   * root.
   */
  @Test
  void aRepeatedEndGivesAnotherRoot() {
    for (int size = 1; size <= 64; size++) {
      var leaves = LEAVES.subList(0, size);
      for (int repeated = 1; repeated <= size; repeated++) {
        var longer = new ArrayList<>(leaves);
        longer.addAll(leaves.subList(size - repeated, size));

        assertThat(MerkleTree.root(longer)).isNotEqualTo(ROOTS.get(size));
      }
    }
  }

  @Test
  void aNodeIsNoLeaf() {
    var left = LEAVES.get(0).bytes();
    var right = LEAVES.get(1).bytes();
    var both = new byte[64];
    System.arraycopy(left, 0, both, 0, 32);
    System.arraycopy(right, 0, both, 32, 32);

    assertThat(MerkleTree.leaf(both)).isNotEqualTo(ROOTS.get(2));
    assertThat(MerkleTree.leaf(both)).isEqualTo(Hash.of(new byte[] {0}, left, right));
  }

  @Test
  void appendingLeafByLeafFinishesTheSameNodes() {
    Map<String, Hash> kept = new HashMap<>();
    TreeNodes appended = (level, position) -> kept.get(level + "/" + position);
    for (int size = 0; size < SIZE_MAX; size++) {
      var finished = MerkleTree.append(appended, size, LEAVES.get(size));
      assertThat(finished).hasSize(1 + Long.numberOfTrailingZeros(size + 1));
      for (var node : finished) {
        assertThat(kept.put(node.level() + "/" + node.position(), node.hash())).isNull();
        assertThat(node.hash()).isEqualTo(NODES.node(node.level(), node.position()));
        long width = 1L << node.level();
        int begin = (int) (node.position() * width);
        assertThat(node.hash()).isEqualTo(definedRoot(LEAVES.subList(begin, begin + (int) width)));
      }
      assertThat(MerkleTree.root(appended, size + 1)).isEqualTo(ROOTS.get(size + 1));
    }
  }

  private static boolean consistent(int first, int second, List<Hash> proof) {
    return MerkleTree.isConsistent(first, ROOTS.get(first), second, ROOTS.get(second), proof);
  }

  private static void misses(Hash leaf, int index, int size, List<Hash> path, int rootOf) {
    var reached = MerkleTree.rootFrom(leaf, index, size, path);
    assertThat(reached.isPresent() && reached.get().equals(ROOTS.get(rootOf)))
        .as("%s of %s", index, size)
        .isFalse();
  }

  /** Every single hash changed or left out, every two neighbours swapped, one more anywhere. */
  private static List<List<Hash>> alterations(List<Hash> hashes) {
    var all = new ArrayList<List<Hash>>();
    for (int i = 0; i < hashes.size(); i++) {
      var changed = new ArrayList<>(hashes);
      changed.set(i, OTHER);
      all.add(changed);
      var dropped = new ArrayList<>(hashes);
      dropped.remove(i);
      all.add(dropped);
      if (i > 0) {
        var swapped = new ArrayList<>(hashes);
        swapped.set(i, hashes.get(i - 1));
        swapped.set(i - 1, hashes.get(i));
        all.add(swapped);
      }
    }
    for (int i = 0; i <= hashes.size(); i++) {
      var longer = new ArrayList<>(hashes);
      longer.add(i, OTHER);
      all.add(longer);
    }
    all.add(with(hashes, hashes.isEmpty() ? MerkleTree.EMPTY : hashes.getLast()));
    return all;
  }

  private static List<Hash> with(List<Hash> hashes, Hash last) {
    var longer = new ArrayList<>(hashes);
    longer.add(last);
    return longer;
  }
}
