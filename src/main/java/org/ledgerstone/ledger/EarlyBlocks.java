package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.springframework.stereotype.Component;

/**
 * Blocks that are too far ahead of this node's clock to be judged, until it is time. They have
 * shown their work, are sealed, and each has its own body. Few and not for long: those that are due
 * last go first when there are too many. Thread-safe.
 */
@Component
class EarlyBlocks {

  private static final int BLOCKS_MAX = 32;
  private static final int TRANSACTIONS_MAX = 200_000;
  private static final long AHEAD_MAX_MILLIS = 7_200_000;

  private final List<SealedBlock> waiting = new ArrayList<>();

  /** Keeps a block until its time has come. */
  void keep(SealedBlock block, Time now) {
    if (block.header().time().millis() <= now.millis() + AHEAD_MAX_MILLIS && isWhole(block)) {
      keep(block);
    }
  }

  /**
   * Whether the body is what the header commits to, and no longer than it may be: it has not been
   * judged yet. Otherwise whoever sends a true header with another body would keep the true one
   * out.
   */
  private static boolean isWhole(SealedBlock block) {
    var header = block.header();
    var ofItsBody =
        SealedBlock.header(
            header.index(),
            header.previous(),
            header.history(),
            header.time(),
            header.miner().orElseThrow(),
            block.transactions(),
            block.data(),
            header.difficulty());
    return block.textBytes() <= BlockRules.TEXT_BYTES_MAX
        && ofItsBody.withNonce(header.nonce()).equals(header);
  }

  private synchronized void keep(SealedBlock block) {
    if (waiting.stream().anyMatch(other -> other.hash().equals(block.hash()))) {
      return;
    }
    waiting.add(block);
    waiting.sort(Comparator.comparing(other -> other.header().time()));
    while (waiting.size() > BLOCKS_MAX || transactions() > TRANSACTIONS_MAX) {
      waiting.removeLast();
    }
  }

  private int transactions() {
    return waiting.stream().mapToInt(block -> block.transactions().size()).sum();
  }

  /** Hands out the blocks that can be judged by now, the earliest first. */
  synchronized List<SealedBlock> due(Time now) {
    var latest = now.plusMillis(BlockRules.AHEAD_MAX_MILLIS);
    var due = waiting.stream().filter(b -> !b.header().time().isAfter(latest)).toList();
    waiting.removeAll(due);
    return due;
  }
}
