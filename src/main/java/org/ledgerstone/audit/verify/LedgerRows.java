package org.ledgerstone.audit.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ledgerstone.audit.verify.HeldRow.PlaceRow;
import org.ledgerstone.audit.verify.PageRows.Node;
import org.ledgerstone.protocol.RuleBook;

/**
 * Reads the chain from the tables, a page at a time. What belongs together by its keys is put
 * together; whether it fits is for others to say.
 */
final class LedgerRows {

  /** So many transactions are read at once, and as many more as the last block holds. */
  private static final int TRANSACTIONS = 10_000;

  private static final int BLOCKS = 1_000;
  private static final int STRAYS_MAX = 1_000;
  private static final int FETCHED = 2_000;

  private final Connection connection;
  private final RuleBook rules;

  LedgerRows(Connection connection, RuleBook rules) {
    this.connection = connection;
    this.rules = rules;
  }

  /**
   * The blocks from an index on: about 10,000 transactions, 1,000 blocks or all up to the last.
   *
   * @param lastSeq the number of the last transaction before
   */
  PageRows page(long from, long last, long lastSeq) throws SQLException {
    long to = end(from, last);
    var places = places(from, to);
    long reached = lastSeq;
    for (var place : places) {
      reached = place.seq() == null ? reached : Math.max(reached, place.seq());
    }
    reached = Math.min(reached, sealedTo());
    var recorded = recorded(lastSeq, reached, places.size() + STRAYS_MAX);
    addMissing(places, recorded);
    var held = held(places, recorded);
    var doubled = new ArrayList<Long>();
    recorded.forEach((seq, rows) -> {
      if (rows.size() > 1) {
        doubled.add(seq);
      }
    });
    places.forEach(place -> recorded.remove(place.seq()));
    recorded.keySet().removeAll(placed(recorded.keySet()));
    return new PageRows(
        from,
        to,
        blocks(from, to),
        held,
        List.copyOf(new TreeMap<>(recorded).keySet()),
        doubled,
        history(from, to),
        nameOf(to),
        reached);
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
    long held = 0;
    var counts =
        all(
            "select \"index\", transaction_count from blocks where \"index\" between ? and ?"
                + " order by \"index\"",
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            from,
            to);
    for (var count : counts) {
      held += Math.max(0, count.getValue());
      if (held >= TRANSACTIONS) {
        return count.getKey();
      }
    }
    return to;
  }

  private long sealedTo() throws SQLException {
    return all("select max(sealed_to) from head", row -> row.getLong(1)).getFirst();
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

  private Map<Long, List<RecordedRow>> recorded(long above, long to, int limit)
      throws SQLException {
    return bySeq(
        "select seq, "
            + RecordedRow.NAMES
            + " from recorded where seq > ? and seq <= ? order by seq limit "
            + limit,
        above,
        to);
  }

  private Map<Long, List<RecordedRow>> bySeq(String sql, Object... parameters) throws SQLException {
    var bySeq = new HashMap<Long, List<RecordedRow>>();
    all(sql, row -> Map.entry(row.getLong(1), RecordedRow.read(row, 2)), parameters)
        .forEach(one ->
            bySeq.computeIfAbsent(one.getKey(), seq -> new ArrayList<>(1)).add(one.getValue()));
    return bySeq;
  }

  /** Numbers that are out of order lead elsewhere; there are none as a rule. */
  private void addMissing(List<PlaceRow> places, Map<Long, List<RecordedRow>> recorded)
      throws SQLException {
    int left = STRAYS_MAX;
    for (var place : places) {
      if (place.seq() != null && !recorded.containsKey(place.seq()) && left-- > 0) {
        recorded.putAll(
            bySeq(
                "select seq, " + RecordedRow.NAMES + " from recorded where seq = ?", place.seq()));
      }
    }
  }

  private Map<Long, List<HeldRow>> held(
      List<PlaceRow> places, Map<Long, List<RecordedRow>> recorded) {
    record Pair(PlaceRow place, Optional<RecordedRow> row) {}
    var pairs = new ArrayList<Pair>(places.size());
    for (var place : places) {
      var rows = place.seq() == null ? null : recorded.get(place.seq());
      pairs.add(new Pair(place, rows == null ? Optional.empty() : Optional.of(rows.getFirst())));
    }
    return pairs.parallelStream()
        .map(pair ->
            HeldRow.sealed(
                pair.place(), pair.row(), rules.inForceAt(Math.max(1, pair.place().block() - 1))))
        .collect(
            Collectors.groupingBy(
                held -> held.place().orElseThrow().block(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /** Those of these numbers that have a place somewhere. */
  private Set<Long> placed(Set<Long> strays) throws SQLException {
    var placed = new HashSet<Long>();
    for (var seq : strays) {
      if (!all("select seq from places where seq = ?", row -> row.getLong(1), seq).isEmpty()) {
        placed.add(seq);
      }
    }
    return placed;
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

  private static String hex(byte[] bytes) {
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
