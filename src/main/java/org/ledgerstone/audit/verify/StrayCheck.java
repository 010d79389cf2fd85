package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;

/** Looks for rows that belong to no block of the chain. */
final class StrayCheck {

  private static final int SHOWN_MAX = 20;

  private final LedgerRows rows;
  private final Replay replay;
  private final Findings findings;

  StrayCheck(LedgerRows rows, Replay replay, Findings findings) {
    this.rows = rows;
    this.replay = replay;
    this.findings = findings;
  }

  void check() throws SQLException {
    long last = replay.index();
    look(
        "blocks",
        "select \"index\" from blocks where \"index\" < 1 or \"index\" > ? or \"index\" is null",
        last);
    look(
        "places",
        "select block_index, position from places"
            + " where block_index < 1 or block_index > ? or block_index is null",
        last);
    look("history", "select level, position from history where level < 0 or level is null");
    for (int level = 0; last >> level > 0; level++) {
      look(
          "history",
          "select level, position from history where level = ? and (position < 0 or position >= ?"
              + " or position is null)",
          level,
          last >> level);
    }
    look(
        "history",
        "select level, position from history where level > ?",
        Long.SIZE - Long.numberOfLeadingZeros(last) - 1);
    checkTwins();
  }

  /** Rows that are there twice although something names them. */
  private void checkTwins() throws SQLException {
    for (var key :
        Map.of("side_blocks", "hash", "below_final", "hash", "dropped", "id").entrySet()) {
      rows.all(
              "select %1$s from %2$s group by %1$s having count(*) > 1 limit %3$d"
                  .formatted(key.getValue(), key.getKey(), SHOWN_MAX),
              row ->
                  row.getObject(1) instanceof byte[] bytes
                      ? HexFormat.of().formatHex(bytes)
                      : "" + row.getString(1))
          .forEach(
              found -> findings.add(key.getKey(), found, Finding.ROW, "several rows", "one row"));
    }
  }

  private void look(String table, String sql, Object... parameters) throws SQLException {
    rows.all(
            sql + " limit " + SHOWN_MAX,
            row ->
                row.getMetaData().getColumnCount() == 1
                    ? "" + row.getString(1)
                    : row.getString(1) + "/" + row.getString(2),
            parameters)
        .forEach(key -> findings.add(table, key, Finding.ROW, "a row beyond the chain", "no row"));
  }
}
