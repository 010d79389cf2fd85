package org.ledgerstone.ethereum;

import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.ethereum.NodeAnswer.Got;

/**
 * Which blocks of Ethereum are taken for good: those that the chain itself has finalized or, where
 * the owner says so, those that so many others follow.
 *
 * @param depth how many; empty where the chain says what is final
 */
record ChainFinality(OptionalLong depth) {

  /**
   * The newest final block; empty where there is none, or where the node does not say it and no
   * depth was set: then nothing is ever final.
   */
  NodeAnswer<Optional<EthereumBlock>> newest(EthereumNode node) {
    return depth.isEmpty()
        ? node.finalized()
        : node.block(BlockTag.LATEST).then(head -> below(head, node));
  }

  private NodeAnswer<Optional<EthereumBlock>> below(
      Optional<EthereumBlock> head, EthereumNode node) {
    long number = head.map(EthereumBlock::number).orElse(-1L) - depth.orElseThrow();
    return number < 0 ? new Got<>(Optional.empty()) : node.block(BlockTag.number(number));
  }
}
