package org.ledgerstone.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.ledger.Anchors;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainTrees;
import org.ledgerstone.ledger.OneChain;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.ConsistencyProof;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.InclusionProof;
import org.ledgerstone.protocol.InclusionProof.HistoryPath;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/**
 * Makes proofs. Each is of one chain, though it is read while blocks are added. It takes as many
 * rows as the transaction's block holds, and about four times the logarithm of the chain's length.
 */
@Component
public class Proofs {

  private final OneChain oneChain;
  private final Chain chain;
  private final ChainTrees trees;
  private final Transactions transactions;
  private final Anchors anchors;
  private final Hash ledger;

  Proofs(
      OneChain oneChain,
      Chain chain,
      ChainTrees trees,
      Transactions transactions,
      Anchors anchors,
      RuleBook rules) {
    this.oneChain = oneChain;
    this.chain = chain;
    this.trees = trees;
    this.transactions = transactions;
    this.anchors = anchors;
    this.ledger = rules.ledger();
  }

  /**
   * The proof that a transaction stands in the chain, as seen from a head.
   *
   * @param id of the transaction
   * @param head finds the head that is meant; empty if there is no such block
   * @throws Problem 404 if there is no such transaction or head, 409 {@code NOT_IN_A_BLOCK} if the
   *     transaction is in none, 409 {@code HEAD_TOO_OLD} if it came after the head
   */
  public InclusionProof inclusion(Hash id, Function<Chain, Optional<StoredBlock>> head) {
    return seenFrom(id, place -> head.apply(chain).orElseThrow(() -> noHead()));
  }

  /**
   * The same as seen from the lowest head that is anchored on Ethereum for good and not before the
   * transaction's block.
   *
   * @throws Problem 404 if there is no such transaction, 409 {@code NOT_IN_A_BLOCK} if it is in
   *     none, 409 {@code NOT_ANCHORED} if there is no such head
   */
  public InclusionProof anchored(Hash id) {
    return seenFrom(
        id,
        place ->
            anchors
                .lowestFrom(place.blockIndex())
                .flatMap(chain::block)
                .orElseThrow(() -> notAnchored(place.blockIndex())));
  }

  /** Where the head of a proof is anchored; empty if it is not, or not for good yet. */
  public Optional<AnchorEvidence> evidence(InclusionProof proof) {
    return anchors.of(proof.head().hash());
  }

  private InclusionProof seenFrom(Hash id, Function<Recorded.Place, StoredBlock> head) {
    return oneChain.read(() -> {
      var recorded = transactions.find(id).orElseThrow(() -> noTransaction());
      var place = recorded.place().orElseThrow(() -> notSealed(recorded));
      var seen = head.apply(place);
      if (seen.header().index() < place.blockIndex()) {
        throw tooOld(seen, place.blockIndex());
      }
      return chain
          .block(place.blockHash())
          .flatMap(block -> inclusion(recorded, block, seen))
          .orElseThrow();
    });
  }

  private Optional<InclusionProof> inclusion(
      Recorded recorded, StoredBlock block, StoredBlock head) {
    int position = recorded.place().orElseThrow().position();
    long size = head.header().index() - 1;
    boolean same = block.hash().equals(head.hash());
    var history =
        same
            ? Optional.<HistoryPath>empty()
            : trees
                .inclusion(block.header().index(), size)
                .map(path -> new HistoryPath(size, path));
    if (history.isEmpty() && !same) {
      return Optional.empty();
    }
    return trees
        .leaves(block)
        .map(leaves ->
            new InclusionProof(
                ledger,
                recorded.transaction(),
                position,
                leaves.size(),
                MerkleTree.inclusion(MerkleTree.nodesOf(leaves), position, leaves.size()),
                proved(block),
                history,
                proved(head)));
  }

  /**
   * The proof that one head is an ancestor of another, or the same.
   *
   * @throws Problem 404 if there is no such block, 409 {@code HEAD_TOO_OLD} if the second comes
   *     first
   */
  public ConsistencyProof consistency(
      Function<Chain, Optional<StoredBlock>> first, Function<Chain, Optional<StoredBlock>> second) {
    return oneChain.read(() -> {
      var one = first.apply(chain).orElseThrow(() -> noHead());
      var two = second.apply(chain).orElseThrow(() -> noHead());
      if (two.header().index() < one.header().index()) {
        throw tooOld(two, one.header().index());
      }
      return consistency(one, two).orElseThrow();
    });
  }

  private Optional<ConsistencyProof> consistency(StoredBlock one, StoredBlock two) {
    long first = one.header().index();
    long size = two.header().index() - 1;
    if (first > size) {
      return Optional.of(new ConsistencyProof(proved(one), proved(two), List.of(), List.of()));
    }
    return trees
        .consistency(first - 1, size)
        .flatMap(proof ->
            trees
                .inclusion(first, size)
                .map(path -> new ConsistencyProof(proved(one), proved(two), proof, path)));
  }

  private static ProvedBlock proved(StoredBlock block) {
    return new ProvedBlock(block.header(), block.seal());
  }

  private static Problem noTransaction() {
    return Problem.notFound("No transaction has this id.");
  }

  private static Problem noHead() {
    return Problem.notFound("No block of the chain is that.");
  }

  private static Problem notSealed(Recorded recorded) {
    return new Problem(
        409,
        "NOT_IN_A_BLOCK",
        "The transaction is in no block, so nothing proves it.",
        switch (recorded.status()) {
          case DROPPED -> "It has left the pool without a block.";
          case PENDING, VALID -> "It is pending. Ask again when a block has been made.";
        });
  }

  private static Problem notAnchored(long index) {
    return new Problem(
        409,
        "NOT_ANCHORED",
        "No head that holds it is anchored on Ethereum for good.",
        "It stands in block " + index + ". Ask again when this block or a later one is anchored.");
  }

  private static Problem tooOld(StoredBlock head, long index) {
    return new Problem(
        409,
        "HEAD_TOO_OLD",
        "What came later cannot be seen from this head.",
        "It is block " + head.header().index() + "; take block " + index + " or a later one.");
  }
}
