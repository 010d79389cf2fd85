package org.ledgerstone.audit.verify;

import java.util.List;
import java.util.Map;

/**
 * Blocks that follow one another, as the tables have them.
 *
 * @param from index of the first
 * @param to index of the last
 * @param blocks rows with these indexes, ascending
 * @param held what they hold, by block and position
 * @param strays numbers up to the last of these blocks that no block holds
 * @param doubled numbers under which more than one is recorded
 * @param history the subtrees that these blocks complete, as stored: level, position and hashes
 * @param nameOfLast the hash that the block behind them, or the head, has for the last of them
 * @param lastSeq the number of the last transaction
 */
record PageRows(
    long from,
    long to,
    List<BlockRow> blocks,
    Map<Long, List<HeldRow>> held,
    List<Long> strays,
    List<Long> doubled,
    Map<Node, List<String>> history,
    String nameOfLast,
    long lastSeq) {

  /** Where a subtree stands. */
  record Node(int level, long position) {

    @Override
    public String toString() {
      return level + "/" + position;
    }
  }
}
