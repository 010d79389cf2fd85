package org.ledgerstone.ethereum;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ethereum.NodeAnswer.Got;

/**
 * What a node shows of a submission.
 *
 * @param mined the attempt that stands in a block which counts at its number
 * @param isNewestKnown whether the node has the newest attempt, mined or waiting
 */
record Sighting(Optional<Mined> mined, boolean isNewestKnown) {

  /** An attempt and what came of it. */
  record Mined(SubmissionAttempt attempt, EthereumReceipt receipt) {}

  /** Asks about all attempts, the newest first: an older one may be mined after all. */
  static NodeAnswer<Sighting> of(EthereumNode node, List<SubmissionAttempt> attempts) {
    return search(node, attempts.reversed())
        .then(mined ->
            mined.isPresent() || attempts.isEmpty()
                ? new Got<>(new Sighting(mined, mined.isPresent()))
                : node.transaction(attempts.getLast().hash())
                    .map(known -> new Sighting(Optional.empty(), known.isPresent())));
  }

  private static NodeAnswer<Optional<Mined>> search(
      EthereumNode node, List<SubmissionAttempt> attempts) {
    if (attempts.isEmpty()) {
      return new Got<>(Optional.empty());
    }
    var attempt = attempts.getFirst();
    var others = attempts.subList(1, attempts.size());
    return node.receipt(attempt.hash())
        .then(found ->
            found.isEmpty()
                ? search(node, others)
                : counts(node, found.get())
                    .then(counts ->
                        counts
                            ? new Got<>(Optional.of(new Mined(attempt, found.get())))
                            : search(node, others)));
  }

  private static NodeAnswer<Boolean> counts(EthereumNode node, EthereumReceipt receipt) {
    return node.block(BlockTag.number(receipt.blockNumber()))
        .map(block -> block.filter(one -> one.hash().equals(receipt.blockHash())).isPresent());
  }
}
