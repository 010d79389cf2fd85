package org.ledgerstone.audit.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.ledgerstone.ledger.Finality;
import org.ledgerstone.protocol.RuleBook;

/** How far the chain goes, as the tables have it. */
final class ChainExtent {

  /**
   * Without a rule that makes blocks final, a chain that was replaced is so no deeper than this.
   */
  private static final long REPLACED_MAX = 1_000;

  /** So many blocks can be missing at the end before the head is what is wrong. */
  private static final long MISSING_MAX = 1_000;

  private final LedgerRows rows;
  private final RuleBook rules;

  ChainExtent(Connection connection, RuleBook rules) {
    this.rows = new LedgerRows(connection);
    this.rules = rules;
  }

  /** The index of the last block: the head's, unless there are by far not as many. */
  long last() throws SQLException {
    long head = number("select coalesce(max(block_index), 0) from head");
    long highest = number("select coalesce(max(\"index\"), 0) from blocks");
    return head >= 1 && head - highest <= MISSING_MAX ? head : highest;
  }

  /** The index of the last block that nothing replaces any more; 0 for none. */
  long lastFinal() throws SQLException {
    long last = last();
    if (last == 0) {
      return 0;
    }
    return Finality.newest(rules.inForceAt(last), last).orElse(Math.max(0, last - REPLACED_MAX));
  }

  /** The hash under which the block with this index stands there. */
  Optional<String> hashAt(long index) throws SQLException {
    return rows
        .all("select hash from blocks where \"index\" = ?", row -> "" + row.getString(1), index)
        .stream()
        .findFirst();
  }

  /** How many transactions there are in the blocks behind this one, by what the blocks say. */
  long transactionsAfter(long index) throws SQLException {
    return number(
        "select coalesce(sum(transaction_count), 0) from blocks"
            + " where \"index\" > ? and transaction_count > 0",
        index);
  }

  private long number(String sql, Object... parameters) throws SQLException {
    return rows.all(sql, row -> row.getLong(1), parameters).getFirst();
  }
}
