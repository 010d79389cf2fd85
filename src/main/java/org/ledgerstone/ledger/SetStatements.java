package org.ledgerstone.ledger;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * Statements over whole sets of rows. The text has one {@code %s} where the table of {@link
 * Columns} goes, after all other parameters.
 */
@Component
class SetStatements {

  private final JdbcTemplate jdbc;

  SetStatements(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Runs a change; the number of rows it changed. */
  int update(String sql, Columns columns) {
    return jdbc.update(sql.formatted(columns.unnest()), statement -> columns.bind(statement, 1));
  }

  /** Runs a change that must change exactly so many rows. */
  void updateExactly(int expected, String sql, Columns columns) {
    int changed = update(sql, columns);
    if (changed != expected) {
      throw new BrokenLedgerException(
          "Changed " + changed + " rows instead of " + expected + ": " + sql);
    }
  }

  /** Runs a query. */
  <T> List<T> query(String sql, Columns columns, RowMapper<T> mapper) {
    return jdbc.query(sql.formatted(columns.unnest()), s -> columns.bind(s, 1), mapper);
  }
}
