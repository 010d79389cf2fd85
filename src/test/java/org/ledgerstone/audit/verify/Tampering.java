package org.ledgerstone.audit.verify;

import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.OpenTables.Row;

/** The tables that are tampered with, and at how many places. */
final class Tampering {

  private static final int PLACES = 4;

  /** By which columns a row is named. */
  static final Map<String, String> KEYS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("accounts", "address, asset"),
              Map.entry("admissions", "one"),
              Map.entry("below_final", "hash"),
              Map.entry("blocks", "index"),
              Map.entry("dropped", "id"),
              Map.entry("head", "one"),
              Map.entry("history", "level, position"),
              Map.entry("places", "block_index, position"),
              Map.entry("recorded", "seq"),
              Map.entry("side_blocks", "hash")));

  private Tampering() {}

  static List<String> keys(String table) {
    return List.of(Objects.requireNonNull(KEYS.get(table)).split(", "));
  }

  /** The columns of the key, quoted, for a statement. */
  static String keyText(String table) {
    return keys(table).stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(", "));
  }

  /** How a finding names the row. */
  static String keyOf(String table, Row row) {
    return keys(table).stream()
        .map(key -> shown(row.values().get(key)))
        .collect(Collectors.joining(table.equals("accounts") ? " " : "/"));
  }

  static String shown(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + value;
  }

  /** At the beginning, at the end and between, and of transactions one of each sort. */
  static List<Row> some(List<Row> rows) {
    var chosen = new LinkedHashSet<Row>();
    for (int i = 0; i < PLACES; i++) {
      chosen.add(rows.get(i * (rows.size() - 1) / (PLACES - 1)));
    }
    chosen.addAll(oneOfEachSort(rows));
    return List.copyOf(chosen);
  }

  /** One of each kind, with and without a sender, a number, a memo, a signature. */
  private static Collection<Row> oneOfEachSort(List<Row> rows) {
    var first = new LinkedHashMap<String, Row>();
    for (var row : rows) {
      var kind = row.values().get("kind");
      if (kind != null) {
        var sort =
            Stream.of("sender", "nonce", "memo")
                .map(name -> name + (row.values().get(name) == null))
                .collect(Collectors.joining(" ", kind + " ", ""));
        first.putIfAbsent(sort, row);
      }
    }
    return first.values();
  }
}
