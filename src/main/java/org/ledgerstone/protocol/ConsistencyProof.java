package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/**
 * Shows that the chain that ends with one head is the beginning of the one that ends with another:
 * nothing before was changed. Which ledger that is follows from the heads; a proof whose first head
 * is the genesis block shows that too.
 *
 * @param proof that the history of the first is the beginning of the second's (RFC 6962, 2.1.2)
 * @param path from the first head's leaf in the second's history to its root: a head's own history
 *     does not hold itself; empty where both are the same
 */
public record ConsistencyProof(
    ProvedBlock first, ProvedBlock second, List<Hash> proof, List<Hash> path) {

  /** Keeps its own copies. */
  public ConsistencyProof {
    proof = List.copyOf(proof);
    path = List.copyOf(path);
  }

  /**
   * What is wrong with the proof; empty if it shows what it says.
   *
   * @param trusted the hash of the second head, from elsewhere
   */
  public Optional<ProofFault> fault(Hash trusted) {
    return named("begins with a sealed head", first.fault())
        .or(() -> named("ends with a sealed head", second.fault()))
        .or(() -> named("keeps the history", history()))
        .or(() -> named("ends with the head that you trust", head(trusted)));
  }

  private static Optional<ProofFault> named(String rule, Optional<String> fault) {
    return fault.map(detail -> new ProofFault(rule, detail));
  }

  private Optional<String> history() {
    long one = first.header().index();
    long two = second.header().index();
    if (one > two) {
      return Optional.of("The second head comes before the first.");
    }
    if (one == two) {
      return first.hash().equals(second.hash()) && proof.isEmpty() && path.isEmpty()
          ? Optional.empty()
          : Optional.of("These are two different blocks of one index.");
    }
    boolean consistent =
        MerkleTree.isConsistent(
            one - 1, first.header().history(), two - 1, second.header().history(), proof);
    if (!consistent) {
      return Optional.of("The first history is not the beginning of the second.");
    }
    var root = MerkleTree.rootFrom(SealedBlock.historyLeaf(first.hash()), one - 1, two - 1, path);
    return root.isPresent() && root.get().equals(second.header().history())
        ? Optional.empty()
        : Optional.of("The first head does not stand in the history of the second.");
  }

  private Optional<String> head(Hash trusted) {
    return second.hash().equals(trusted)
        ? Optional.empty()
        : Optional.of("The second head is " + second.hash() + ".");
  }
}
