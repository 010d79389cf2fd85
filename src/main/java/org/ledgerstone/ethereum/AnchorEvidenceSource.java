package org.ledgerstone.ethereum;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorContract;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.Proven.NotShown;
import org.ledgerstone.protocol.Proven.Shown;
import org.ledgerstone.protocol.Word;

/**
 * Collects from a node what shows an anchor to people who do not trust it, and hands nothing out
 * that does not show it. For use as soon as an anchor is final: nodes forget the state of old
 * blocks, many after 128.
 */
final class AnchorEvidenceSource {

  private static final int SLOTS = 2;

  private final EthereumNode node;

  AnchorEvidenceSource(EthereumNode node) {
    this.node = node;
  }

  /**
   * An anchor that stands in a block.
   *
   * @param by who has anchored
   * @param contract empty where the transaction's input alone is the anchor
   * @param blockNumber of the block in the receipt
   */
  record Mined(
      AnchorCalldata anchored,
      long chainId,
      Address by,
      Optional<Address> contract,
      Word transaction,
      long blockNumber,
      Word blockHash) {

    private AnchorEvidence with(Optional<InContract> inContract) {
      return new AnchorEvidence(chainId, by, transaction, blockNumber, blockHash, inContract);
    }
  }

  /**
   * The evidence, judged as a verifier will. Nothing is asked for an anchor without a contract.
   *
   * @return {@link Away} also where the node tells what does not show the anchor, such as a state
   *     in which the contract has come to a later head
   */
  NodeAnswer<AnchorEvidence> collect(Mined anchor) {
    return anchor
        .contract()
        .map(contract -> inContract(anchor, contract))
        .orElseGet(() -> new Got<>(anchor.with(Optional.empty())));
  }

  private NodeAnswer<AnchorEvidence> inContract(Mined anchor, Address contract) {
    var index = AnchorContract.indexSlot(anchor.by(), anchor.anchored().ledger());
    if (index.isEmpty()) {
      return new Away<>("No named account has anchors: " + anchor.by() + ".");
    }
    var slots = List.of(index.get(), index.get().next());
    return log(anchor, contract)
        .then(log ->
            header(anchor)
                .then(header ->
                    node.proof(contract, slots, anchor.blockNumber())
                        .then(proof -> judged(anchor, kept(contract, log, header, proof)))));
  }

  private static InContract kept(Address contract, long log, byte[] header, StateProof proof) {
    if (proof.slots().size() != SLOTS) {
      throw new IllegalStateException("Of " + SLOTS + " slots, not " + proof.slots().size());
    }
    return new InContract(
        contract, log, header, proof.account(), proof.slots().getFirst(), proof.slots().getLast());
  }

  private NodeAnswer<Long> log(Mined anchor, Address contract) {
    return node.logs(anchor.transaction())
        .then(logs ->
            logs.stream()
                .flatMap(all -> AnchorLogs.of(all, anchor.anchored(), anchor.by(), contract))
                .findFirst()
                .<NodeAnswer<Long>>map(log -> new Got<>(log.index()))
                .orElseGet(() ->
                    new Away<>(
                        "The node tells of no anchor in transaction "
                            + anchor.transaction()
                            + ".")));
  }

  private NodeAnswer<byte[]> header(Mined anchor) {
    return node.header(anchor.blockHash())
        .then(header ->
            header
                .<NodeAnswer<byte[]>>map(Got::new)
                .orElseGet(
                    () -> new Away<>("The node knows no block " + anchor.blockHash() + ".")));
  }

  private static NodeAnswer<AnchorEvidence> judged(Mined anchor, InContract kept) {
    var evidence = anchor.with(Optional.of(kept));
    if (!kept.isWithinBounds()) {
      return new Away<>("The node's proof of the anchor is too large.");
    }
    return switch (evidence.judge(anchor.anchored(), anchor.blockHash())) {
      case Shown<?> _ -> new Got<>(evidence);
      case NotShown<?>(var fault, var detail) ->
          new Away<>("The node's proof does not show the anchor: " + fault + ", " + detail);
    };
  }
}
