package org.ledgerstone.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
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

  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private final JdbcTemplate jdbc;
  private final boolean keepsPlans;

  SetStatements(JdbcTemplate jdbc, DatabaseProduct database) {
    this.jdbc = jdbc;
    this.keepsPlans = !database.isH2();
  }

  /** Runs a change; the number of rows it changed. */
  int update(String sql, Columns columns) {
    int changed = 0;
    for (var slice : columns.slices(ROWS_MAX)) {
      changed += run(sql, slice, PreparedStatement::executeUpdate);
    }
    return changed;
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
    var found = new ArrayList<T>();
    for (var slice : columns.slices(ROWS_MAX)) {
      run(
          sql,
          slice,
          statement -> {
            try (var rows = statement.executeQuery()) {
              while (rows.next()) {
                found.add(mapper.mapRow(rows, found.size()));
              }
            }
            return 0;
          });
    }
    return found;
  }

  private int run(String sql, Columns columns, Work<Integer> work) {
    Integer result =
        jdbc.execute((Connection connection) -> {
          forgetPlans(connection, sql);
          try (var statement = connection.prepareStatement(sql.formatted(columns.unnest()))) {
            columns.bind(statement);
            return work.with(statement);
          }
        });
    return result == null ? 0 : result;
  }

  /**
   * PostgreSQL keeps a plan as long as nobody analyses the table, also one that was made when the
   * table was almost empty and compares every row with every row. Making it anew costs less than
   * one such join saves.
   */
  private void forgetPlans(Connection connection, String sql) throws SQLException {
    if (keepsPlans && (sql.contains("join ") || sql.contains("merge "))) {
      try (var statement = connection.createStatement()) {
        statement.execute("discard plans");
      }
    }
  }
}
