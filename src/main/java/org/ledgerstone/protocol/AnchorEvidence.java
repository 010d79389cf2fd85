package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/**
 * Where on Ethereum a head of a ledger was anchored, and what shows it. By itself it is a claim:
 * {@link #judge} says what it is worth to somebody who trusts the hash of a block.
 *
 * @param chainId which chain of Ethereum
 * @param by the account that has anchored
 * @param transaction the hash of the transaction that did it
 * @param blockNumber of the block that holds it
 * @param blockHash of that block
 * @param inContract what was kept of the contract's state; empty where the transaction's input
 *     alone is the anchor, as {@link AnchorCalldata} says
 */
public record AnchorEvidence(
    long chainId,
    Address by,
    Word transaction,
    long blockNumber,
    Word blockHash,
    Optional<InContract> inContract) {

  /** A header of Ethereum has some 600 bytes; other chains put the signatures of many into it. */
  public static final int HEADER_BYTES_MAX = 16 << 10;

  /** A path of 64 digits goes through no more nodes. */
  public static final int NODES_MAX = 65;

  /** A branch with 16 children has 532 bytes. */
  public static final int NODE_BYTES_MAX = 1_024;

  /**
   * What shows an anchor in a contract.
   *
   * @param contract its address
   * @param log which of the block's events tells of it, from 0; no proof covers it
   * @param header the RLP of the block's header
   * @param accountNodes the {@code accountProof} of {@code eth_getProof}
   * @param indexNodes the {@code proof} of {@link AnchorContract#indexSlot}
   * @param headNodes the {@code proof} of the slot after it
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record InContract(
      Address contract,
      long log,
      byte[] header,
      List<byte[]> accountNodes,
      List<byte[]> indexNodes,
      List<byte[]> headNodes) {

    /** Keeps its own copies of the lists. */
    public InContract {
      accountNodes = List.copyOf(accountNodes);
      indexNodes = List.copyOf(indexNodes);
      headNodes = List.copyOf(headNodes);
    }

    /** Whether nothing of it is larger than a proof file may hold. */
    public boolean isWithinBounds() {
      return header.length <= HEADER_BYTES_MAX
          && isWithinBounds(accountNodes)
          && isWithinBounds(indexNodes)
          && isWithinBounds(headNodes);
    }

    private static boolean isWithinBounds(List<byte[]> nodes) {
      return nodes.size() <= NODES_MAX
          && nodes.stream().allMatch(node -> node.length <= NODE_BYTES_MAX);
    }

    private AnchorProof proof(Address by, Hash ledger) {
      return new AnchorProof(header, contract, accountNodes, by, ledger, indexNodes, headNodes);
    }
  }

  /**
   * The block in which the contract held just this head, or why that is not shown. Chain and
   * transaction are not judged, nor is the log: no proof covers them.
   *
   * @param claimed the head that is said to be anchored
   * @param trusted the hash of the block of Ethereum, from elsewhere
   */
  public Proven<EthereumHeader> judge(AnchorCalldata claimed, Word trusted) {
    return inContract
        .map(kept ->
            kept.proof(by, claimed.ledger())
                .judge(trusted)
                .then(anchored -> fitting(anchored, claimed)))
        .orElseGet(EthereumFault.NOT_IN_CONTRACT::plainly);
  }

  private Proven<EthereumHeader> fitting(AnchorProof.Anchored anchored, AnchorCalldata claimed) {
    if (anchored.index() != claimed.index() || !anchored.head().equals(claimed.head())) {
      return EthereumFault.HEAD_WRONG.because(
          "the contract held block %d %s, not block %d %s"
              .formatted(anchored.index(), anchored.head(), claimed.index(), claimed.head()));
    }
    return anchored.block().number() == blockNumber
        ? Proven.shown(anchored.block())
        : EthereumFault.NUMBER_WRONG.because(
            "it is number " + anchored.block().number() + ", not " + blockNumber);
  }
}
