package org.ledgerstone.ethereum;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.ethereum.AnchorCheck.Answer;
import org.ledgerstone.ethereum.AnchorCheck.Answer.Stands;
import org.ledgerstone.ethereum.AnchorCheck.Answer.StandsNot;
import org.ledgerstone.ethereum.EthereumReceipt.Status;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.Proven.NotShown;
import org.ledgerstone.protocol.Proven.Shown;

/**
 * Asks a node step by step whether an anchor stands there. What is final is asked before the block
 * at its number, so that this one is final too.
 */
record AnchorQuestion(
    EthereumNode node, AnchorEvidence evidence, AnchorCalldata anchored, OptionalLong depth) {

  /** Begins with the chain; the first step that fails is the answer. */
  NodeAnswer<Answer> ask() {
    return node.chainId()
        .then(chain ->
            chain == evidence.chainId()
                ? mined()
                : not(
                    "The node is on the chain %d, not on %d."
                        .formatted(chain, evidence.chainId())));
  }

  private NodeAnswer<Answer> mined() {
    return node.receipt(evidence.transaction())
        .then(receipt ->
            receipt
                .map(this::inItsBlock)
                .orElseGet(() ->
                    not(
                        "The node knows no block with the transaction %s."
                            .formatted(transaction()))));
  }

  private NodeAnswer<Answer> inItsBlock(EthereumReceipt receipt) {
    if (receipt.status() != Status.SUCCEEDED) {
      return not(
          "The transaction %s has the status %s.".formatted(transaction(), receipt.status()));
    }
    if (!receipt.blockHash().equals(evidence.blockHash())
        || receipt.blockNumber() != evidence.blockNumber()) {
      return not(
          "The transaction %s stands in block %d %s, not in %d %s."
              .formatted(
                  transaction(),
                  receipt.blockNumber(),
                  receipt.blockHash(),
                  evidence.blockNumber(),
                  evidence.blockHash()));
    }
    return evidence.inContract().map(this::told).orElseGet(this::carried);
  }

  private NodeAnswer<Answer> carried() {
    return node.transaction(evidence.transaction())
        .then(found ->
            found.filter(this::isAnchor).isPresent()
                ? settled()
                : not(
                    "The transaction %s is no anchor of this head by that account."
                        .formatted(transaction())));
  }

  private boolean isAnchor(EthereumTransaction transaction) {
    var input = HexFormat.of().parseHex(transaction.input(), 2, transaction.input().length());
    return transaction.from().equals(evidence.by())
        && transaction.to().equals(Optional.of(evidence.by()))
        && AnchorCalldata.decode(input).equals(Optional.of(anchored));
  }

  private NodeAnswer<Answer> told(InContract kept) {
    return switch (evidence.judge(anchored, evidence.blockHash())) {
      case NotShown<?>(_, var detail) ->
          not("The proof of the contract fails: %s".formatted(detail));
      case Shown<?> _ ->
          node.logs(evidence.transaction())
              .then(logs ->
                  isTold(logs.orElse(List.of()), kept)
                      ? settled()
                      : not(
                          "The transaction %s tells of no such anchor as event %d."
                              .formatted(transaction(), kept.log())));
    };
  }

  private boolean isTold(List<EthereumLog> logs, InContract kept) {
    return AnchorLogs.of(logs, anchored, evidence.by(), kept.contract())
        .anyMatch(log -> log.index() == kept.log());
  }

  private NodeAnswer<Answer> settled() {
    return node.finalized().then(last -> last.map(this::finalized).orElseGet(this::deepEnough));
  }

  private NodeAnswer<Answer> finalized(EthereumBlock last) {
    return last.number() >= evidence.blockNumber()
        ? counting(true)
        : not(
            "Block %d is not final yet: the node's finalized one is %d."
                .formatted(evidence.blockNumber(), last.number()));
  }

  private NodeAnswer<Answer> deepEnough() {
    if (depth.isEmpty()) {
      return not("The node knows no finalized block, so nothing there is known to stay.");
    }
    return node.block(BlockTag.LATEST)
        .then(newest -> {
          long last = newest.map(EthereumBlock::number).orElse(0L);
          return last - evidence.blockNumber() >= depth.getAsLong()
              ? counting(false)
              : not(
                  "Block %d is not followed by %d others: the newest is %d."
                      .formatted(evidence.blockNumber(), depth.getAsLong(), last));
        });
  }

  private NodeAnswer<Answer> counting(boolean isFinalized) {
    return node.block(BlockTag.number(evidence.blockNumber()))
        .map(found ->
            found
                .filter(block -> block.hash().equals(evidence.blockHash()))
                .<Answer>map(block -> new Stands(block.time(), isFinalized))
                .orElseGet(() ->
                    new StandsNot(
                        "Another block is number %d there, not %s."
                            .formatted(evidence.blockNumber(), evidence.blockHash()))));
  }

  private String transaction() {
    return evidence.transaction().toString();
  }

  private static NodeAnswer<Answer> not(String why) {
    return new Got<>(new StandsNot(why));
  }
}
