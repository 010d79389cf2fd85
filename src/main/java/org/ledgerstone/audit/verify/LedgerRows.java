package org.ledgerstone.audit.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.HeldRow.PlaceRow;
import org.ledgerstone.audit.verify.PageRows.Node;
import org.ledgerstone.protocol.Hash;

/**
 * Reads the chain from the tables, a page at a time. What belongs together by its keys is put
 * together; whether it fits is for others to say.
 */
final class LedgerRows {

  /**
   * So many transactions are read at once, and as many more as the last block holds. With more,
   * what has been read grows old before it is done with, and the collector copies it.
   */
  private static final int TRANSACTIONS = 2_500;

  private static final int BLOCKS = 1_000;
  private static final int FETCHED = 2_000;

  private final Connection connection;

  LedgerRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * The blocks from an index on: about 2,500 transactions, 1,000 blocks or all up to the last.
   *
   * @param lastSeq the number of the last transaction before
   */
  PageRows page(long from, long last, long lastSeq) throws SQLException {
    long to = end(from, last);
    var places = places(from, to);
    var joined = new Numbering(this).join(places, lastSeq, below(to));
    return new PageRows(from, to, blocks(from, to), joined, history(from, to), nameOf(to));
  }

  private String nameOf(long index) throws SQLException {
    return all(
            "select previous_hash from blocks where \"index\" = ? union all"
                + " select block_hash from head where block_index = ?",
            row -> "" + row.getString(1),
            index + 1,
            index)
        .stream()
        .findFirst()
        .orElse("");
  }

  private long end(long from, long last) throws SQLException {
    long to = Math.min(last, from + BLOCKS - 1);
    return all(
            "select coalesce(min(\"index\"), ?) from (select \"index\","
                + " sum(greatest(0, transaction_count)) over (order by \"index\") as held"
                + " from blocks where \"index\" between ? and ?) b where held >= ?",
            row -> row.getLong(1),
            to,
            from,
            to,
            TRANSACTIONS)
        .getFirst();
  }

  /** The number that those of a block and the ones before have to stay below. */
  private long below(long index) throws SQLException {
    var next =
        all(
            "select seq from places where block_index = ? and position = 0 union all"
                + " select sealed_to + 1 from head where block_index = ?",
            row -> row.getLong(1),
            index + 1,
            index);
    return next.size() == 1 ? next.getFirst() : Long.MAX_VALUE;
  }

  private List<BlockRow> blocks(long from, long to) throws SQLException {
    return all(
        "select "
            + BlockRow.NAMES
            + " from blocks where \"index\" between ? and ? order by \"index\", hash",
        BlockRow::read,
        from,
        to);
  }

  private List<PlaceRow> places(long from, long to) throws SQLException {
    return all(
        "select block_index, position, seq, sender_balance, receiver_balance from places"
            + " where block_index between ? and ? order by block_index, position, seq",
        LedgerRows::place,
        from,
        to);
  }

  private static PlaceRow place(ResultSet row) throws SQLException {
    return new PlaceRow(
        row.getLong(1),
        row.getInt(2),
        RecordedRow.number(row, 3),
        RecordedRow.whole(row.getBigDecimal(4)),
        RecordedRow.whole(row.getBigDecimal(5)));
  }

  private Map<Node, List<String>> history(long from, long to) throws SQLException {
    var stored = new HashMap<Node, List<String>>();
    for (int level = 0; to >> level > 0; level++) {
      long first = (from - 1) >> level;
      long end = to >> level;
      if (first < end) {
        all(
                "select level, position, hash from history"
                    + " where level = ? and position >= ? and position < ?",
                row -> Map.entry(new Node(row.getInt(1), row.getLong(2)), hex(row.getBytes(3))),
                level,
                first,
                end)
            .forEach(one ->
                stored
                    .computeIfAbsent(one.getKey(), node -> new ArrayList<>(1))
                    .add(one.getValue()));
      }
    }
    return stored;
  }

  /**
   * The complete subtrees that make up the history of the first blocks, as stored; zeros where
   * there is none that can be read.
   */
  Map<Node, Hash> peaks(long size) throws SQLException {
    var peaks = new HashMap<Node, Hash>();
    for (int level = 0; size >> level > 0; level++) {
      if ((size >> level & 1) == 1) {
        var node = new Node(level, (size >> level) - 1);
        peaks.put(node, stored(node));
      }
    }
    return peaks;
  }

  private Hash stored(Node node) throws SQLException {
    return all(
            "select hash from history where level = ? and position = ?",
            row -> hash(row.getBytes(1)),
            node.level(),
            node.position())
        .stream()
        .findFirst()
        .orElse(Hash.ZERO);
  }

  private static Hash hash(byte @Nullable [] bytes) {
    return bytes != null && bytes.length == Hash.LENGTH ? Hash.wrap(bytes) : Hash.ZERO;
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Makes something of each row, where there may be too many to keep. */
  @FunctionalInterface
  interface Taking {
    void take(ResultSet row) throws SQLException;
  }

  <T> List<T> all(String sql, Reading<T> reading, Object... parameters) throws SQLException {
    var read = new ArrayList<T>();
    each(sql, row -> read.add(reading.of(row)), parameters);
    return read;
  }

  /** Goes through all rows; the driver fetches a few at a time if there is a transaction. */
  void each(String sql, Taking taking, Object... parameters) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(connection.getAutoCommit() ? 0 : FETCHED);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          taking.take(rows);
        }
      }
    }
  }
}
