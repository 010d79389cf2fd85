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

  /** H2 takes arrays of up to 65,536 values. */
  private static final int ROWS_MAX = 50_000;

  private final JdbcTemplate jdbc;

  SetStatements(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Runs a change; the number of rows it changed. */
  int update(String sql, Columns columns) {
    return columns.slices(ROWS_MAX).stream()
        .mapToInt(
            slice -> jdbc.update(sql.formatted(slice.unnest()), statement -> slice.bind(statement)))
        .sum();
  }

  /** Runs a change that must change exactly so many rows. */
  void updateExactly(int expected, String sql, Columns columns) {
    int changed = update(sql, columns);
    if (changed != expected) {
      throw new BrokenLedgerException(
          "Changed " + changed + " rows instead of " + expected + ": " + sql);
    }
  }

  /** Runs a query. Above {@link #ROWS_MAX} rows, what belongs to one row stays together. */
  <T> List<T> query(String sql, Columns columns, RowMapper<T> mapper) {
    return columns.slices(ROWS_MAX).stream()
        .flatMap(slice -> jdbc.query(sql.formatted(slice.unnest()), slice::bind, mapper).stream())
        .toList();
  }
}
