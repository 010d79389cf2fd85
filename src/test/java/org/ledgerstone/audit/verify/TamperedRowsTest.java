package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.verify.OpenTables.Row;
import org.ledgerstone.testing.TestDatabase;

/** Somebody with all rights takes rows away, adds some, exchanges them, or empties a table. */
class TamperedRowsTest {

  /** Tables whose rows the node itself forgets, so that one which is missing says nothing. */
  static final Map<String, String> MAY_BE_MISSING =
      Map.of(
          "dropped", "kept for a day for those who ask",
          "side_blocks", "as many as there is room for; they can be fetched again",
          "below_final", "evidence beside the ledger, as much as there is room for");

  @TempDir private Path directory;
  private TamperedLedger changed;

  private void start(TestDatabase.Kind kind) throws SQLException {
    changed = TamperedLedger.of(kind, directory);
  }

  @AfterEach
  void stop() throws SQLException {
    changed.close();
  }

  private interface Change {
    /** Returns the row that has to be named; none if nothing has changed. */
    Optional<Row> apply(String table, List<Row> rows, Row row) throws SQLException;
  }

  private interface OfRow {
    void apply(String table, Row row) throws SQLException;
  }

  private static Change named(OfRow change) {
    return (table, rows, row) -> {
      change.apply(table, row);
      return Optional.of(row);
    };
  }

  private void each(TestDatabase.Kind kind, String what, Change change, Map<String, String> spared)
      throws Exception {
    var matrix = new TamperMatrix();
    for (var table : Tampering.KEYS.keySet()) {
      if (spared.containsKey(table)) {
        continue;
      }
      var rows = changed.tables().rows(table, Tampering.keyText(table));
      for (var row : Tampering.some(rows)) {
        var named = change.apply(table, rows, row);
        if (named.isEmpty()) {
          continue;
        }
        var found = changed.findings();
        boolean isNamed =
            found.stream()
                .anyMatch(finding ->
                    finding.table().contains(table)
                        && (finding.key().contains(Tampering.keyOf(table, named.get()))
                            || isWhole(finding)));
        assertThat(isNamed).as(what + " " + table + " " + row + ": " + found).isTrue();
        matrix.add(
            new TamperMatrix.Tried(table + ": " + what, !found.isEmpty(), isNamed, isNamed, false));
      }
    }
    matrix.isDocumented(what, kind);
  }

  /** Of what is pending it is known how many there are, not which. */
  private static boolean isWhole(Finding finding) {
    return finding.key().startsWith("above ") || finding.table().matches("head|admissions");
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aRowTakenAwayIsMissed(TestDatabase.Kind kind) throws Exception {
    start(kind);
    each(kind, "taken away", named(this::delete), MAY_BE_MISSING);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aRowThatIsThereTwiceIsSeen(TestDatabase.Kind kind) throws Exception {
    start(kind);
    each(kind, "twice", named(this::insert), Map.of());
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aRowThatIsAddedIsSeen(TestDatabase.Kind kind) throws Exception {
    start(kind);
    each(
        kind,
        "added",
        (table, rows, row) -> {
          var more = new LinkedHashMap<>(row.values());
          var key = Tampering.keys(table).getLast();
          more.put(key, other(row.values().get(key)));
          insert(table, new Row(more));
          return Optional.of(new Row(more));
        },
        Map.of("head", "one row", "admissions", "one row"));
  }

  private static @Nullable Object other(@Nullable Object key) {
    return switch (key) {
      case Number number -> new BigDecimal(number.toString()).add(BigDecimal.valueOf(3));
      case byte[] bytes -> {
        var more = bytes.clone();
        more[0] ^= 1;
        yield more;
      }
      case null -> null;
      default -> key.toString().substring(1) + "0";
    };
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void rowsThatAreExchangedAreSeen(TestDatabase.Kind kind) throws Exception {
    start(kind);
    each(
        kind,
        "exchanged",
        (table, rows, row) -> {
          var others = rows.stream().filter(one -> isOther(table, one, row)).toList();
          if (others.isEmpty()) {
            return Optional.empty();
          }
          var other = others.getFirst();
          delete(table, row);
          delete(table, other);
          insert(table, withKeysOf(table, row, other));
          insert(table, withKeysOf(table, other, row));
          return Optional.of(row);
        },
        Map.of(
            "head", "one row",
            "admissions", "one row",
            "dropped", "one row here",
            "side_blocks", "one row here",
            "below_final", "one row here"));
  }

  /** Whether it says something else, whatever its key. */
  private static boolean isOther(String table, Row one, Row row) {
    return one.values().keySet().stream()
        .filter(name -> !name.equals("id") || !table.equals("accounts"))
        .filter(name -> !Tampering.keys(table).contains(name))
        .anyMatch(name -> !Objects.deepEquals(one.values().get(name), row.values().get(name)));
  }

  private static Row withKeysOf(String table, Row row, Row other) {
    var values = new LinkedHashMap<>(row.values());
    Tampering.keys(table).forEach(key -> values.put(key, other.values().get(key)));
    return new Row(values);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aTableThatIsEmptiedIsMissed(TestDatabase.Kind kind) throws Exception {
    start(kind);
    var matrix = new TamperMatrix();
    for (var table : Tampering.KEYS.keySet()) {
      changed.tables().run("delete from " + table);
      if (MAY_BE_MISSING.containsKey(table)) {
        assertThat(changed.findings()).as(table).isEmpty();
      } else {
        assertThat(changed.findings()).as(table).anyMatch(f -> f.table().contains(table));
        matrix.add(new TamperMatrix.Tried(table + ": emptied", true, true, true, false));
      }
    }
    matrix.isDocumented("emptied", kind);
    TamperMatrix.documented("rows that may be missing", TamperMatrix.lines(MAY_BE_MISSING));
  }

  private void delete(String table, Row row) throws SQLException {
    var keys = Tampering.keys(table);
    int count =
        changed
            .tables()
            .run(
                "delete from %s where %s"
                    .formatted(
                        table,
                        keys.stream()
                            .map(key -> "\"" + key + "\" = ?")
                            .collect(Collectors.joining(" and "))),
                keys.stream().map(key -> row.values().get(key)).toArray());
    assertThat(count).isEqualTo(1);
  }

  private void insert(String table, Row row) throws SQLException {
    var names = new ArrayList<>(row.values().keySet());
    changed
        .tables()
        .run(
            "insert into %s (%s) values (%s)"
                .formatted(
                    table,
                    names.stream()
                        .map(name -> "\"" + name + "\"")
                        .collect(Collectors.joining(", ")),
                    names.stream().map(name -> "?").collect(Collectors.joining(", "))),
            names.stream().map(row.values()::get).toArray());
  }
}
