package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/**
 * Shows that a transaction stands in the chain that ends with a head. What it does not show: that
 * this chain counts, that the time of acceptance is true, or what came later.
 *
 * @param ledger the genesis hash
 * @param position of the transaction in its block, from 0
 * @param count of the transactions in that block
 * @param path from the transaction's leaf to the block's Merkle root, from the leaf upwards
 * @param history how the block stands in the head's history; empty where it is the head
 * @param head whose chain is meant
 */
public record InclusionProof(
    Hash ledger,
    Transaction transaction,
    int position,
    int count,
    List<Hash> path,
    ProvedBlock block,
    Optional<HistoryPath> history,
    ProvedBlock head) {

  /**
   * How a block stands in a history.
   *
   * @param size of the tree: the index of the head less 1
   * @param path from the block's leaf to the root, from the leaf upwards
   */
  public record HistoryPath(long size, List<Hash> path) {

    /** Keeps its own copy. */
    public HistoryPath {
      path = List.copyOf(path);
    }
  }

  /** Keeps its own copies. */
  public InclusionProof {
    path = List.copyOf(path);
  }

  /**
   * What is wrong with the proof; empty if it shows what it says.
   *
   * @param trusted the hash of a head from elsewhere: a proof is worth as much as this
   * @param operator who signs for named accounts, if known; then that is checked too
   */
  public Optional<ProofFault> fault(Hash trusted, Optional<Address> operator) {
    return InclusionRules.judge(this, trusted, operator);
  }

  /** Whose key signed the transaction; empty where none did, or no key fits. */
  public Optional<Address> signer() {
    return InclusionRules.signer(this);
  }

  /**
   * The account whose owner's word the transaction needs: who pays, or signs a post. Empty for
   * rewards, allocations and posts from nobody.
   */
  public Optional<Address> debtor() {
    return switch (transaction.content()) {
      case Transfer transfer -> Optional.of(transfer.from());
      case Post post -> post.from();
      case Reward r -> Optional.empty();
      case Allocation a -> Optional.empty();
    };
  }
}
