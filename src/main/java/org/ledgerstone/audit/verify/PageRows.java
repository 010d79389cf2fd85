package org.ledgerstone.audit.verify;

import java.util.List;
import java.util.Map;

/**
 * Blocks that follow one another, as the tables have them.
 *
 * @param from index of the first
 * @param to index of the last
 * @param blocks rows with these indexes, ascending
 * @param joined what they hold, in order
 * @param history the subtrees that these blocks complete, as stored: level, position and hashes
 * @param nameOfLast the hash that the block behind them, or the head, has for the last of them
 */
record PageRows(
    long from,
    long to,
    List<BlockRow> blocks,
    Numbering.Joined joined,
    Map<Node, List<String>> history,
    String nameOfLast) {

  /** The number of the last transaction. */
  long lastSeq() {
    return joined.reached();
  }

  /** Where a subtree stands. */
  record Node(int level, long position) {

    @Override
    public String toString() {
      return level + "/" + position;
    }
  }
}
