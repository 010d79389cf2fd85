package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.verify.OpenTables.Column;
import org.ledgerstone.audit.verify.OpenTables.Row;
import org.ledgerstone.testing.TestDatabase;

/**
 * Somebody with all rights changes one column of one row, at several places in turn, with every
 * constraint out of the way. Columns and tables are those that the database says it has.
 */
class TamperTest {

  /** The number of the last transaction in a block. */
  private static final long SEALED_TO = 655_367;

  /** Columns of the ledger's tables that say nothing that could be wrong, and why. */
  static final Map<String, String> CANNOT_MATTER =
      Map.ofEntries(
          Map.entry(
              "dropped.accepted", "when this node took a refused order; nothing commits to it"),
          Map.entry(
              "recorded.accepted (pending)",
              "when this node took an order; nothing commits to it before it is sealed"),
          Map.entry("recorded.seq (pending)", "the order among what waits, which is not promised"),
          Map.entry(
              "admissions.last_seq", "the next number is above it; one that is too low is found"),
          Map.entry("accounts.id", "a number that nothing refers to"),
          Map.entry("head.one", "the key of a single row"),
          Map.entry(
              "head.version",
              "counts changes so that writers notice each other; any number will do"),
          Map.entry(
              "head.replaced",
              "counts changes of chain so that readers notice; any number will do"),
          Map.entry("admissions.one", "the key of a single row"),
          Map.entry("admissions.version", "counts changes so that writers notice each other"),
          Map.entry("dropped.dropped_at", "when a refused order may be forgotten"),
          Map.entry(
              "below_final.received", "when evidence came; nobody but this node has seen that"));

  /** Only the block commits to them, so a finding may name its numbers from first to last. */
  private static final Set<String> OF_THE_BLOCK = Set.of("recorded.accepted");

  /** Tables that are not the ledger, and why. */
  static final Map<String, String> NO_LEDGER =
      Map.ofEntries(
          Map.entry("audits", "which audits there have been"),
          Map.entry("audit_findings", "what audits have found"),
          Map.entry("ethereum_anchors", "heads on Ethereum; whoever reads one asks Ethereum"),
          Map.entry("ethereum_attempts", "what was signed for Ethereum, which Ethereum can tell"),
          Map.entry("ethereum_chain", "which chain of Ethereum was met first; nobody's money here"),
          Map.entry("ethereum_changes", "how submissions to Ethereum went on"),
          Map.entry("ethereum_halts", "why nothing was signed for Ethereum"),
          Map.entry("ethereum_signers", "which nonce on Ethereum is next; Ethereum knows it too"),
          Map.entry("ethereum_submissions", "what was wanted on Ethereum; nobody's money here"),
          Map.entry("flyway_schema_history", "what has been migrated"),
          Map.entry("checkpoints", "notes, signed; whoever reads one checks that"),
          Map.entry("checkpoint_alarms", "notes, signed; whoever reads one checks that"),
          Map.entry("checkpoint_cosignatures", "notes, signed; whoever reads one checks that"),
          Map.entry("checkpoint_peers", "keys of peers as they told them"),
          Map.entry("checkpoints_seen", "notes, signed; whoever reads one checks that"),
          Map.entry("idempotency_keys", "answers kept for a week to be given again"),
          Map.entry("node_wallet", "whose node this is; another is refused at its start"),
          Map.entry("peers", "other nodes, whom nobody believes"),
          Map.entry("sealing_turn", "whose turn it is to seal by itself"),
          Map.entry("trusted_anchor", "up to where this node changes its chain for no other"),
          Map.entry("synced", "a row that earlier versions wrote to make H2 write"));

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void everyChangedColumnIsFoundWhereItIs(TestDatabase.Kind kind) throws Exception {
    var matrix = new TamperMatrix();
    try (var changed = TamperedLedger.of(kind, directory)) {
      assertThat(changed.findings()).isEmpty();
      for (var column : changed.tables().columns()) {
        if (!NO_LEDGER.containsKey(column.table())) {
          assertThat(Tampering.KEYS).containsKey(column.table());
          tryAll(column, changed, matrix);
        }
      }
    }
    assertThat(matrix.all().stream().filter(one -> !one.detected())).isEmpty();
    assertThat(matrix.all().stream().filter(one -> !one.row()))
        .allMatch(one -> OF_THE_BLOCK.contains(one.what()));
    matrix.isDocumented("columns", kind);
    TamperMatrix.documented("columns that cannot matter", TamperMatrix.lines(CANNOT_MATTER));
    TamperMatrix.documented("tables that are no ledger", TamperMatrix.lines(NO_LEDGER));
  }

  private static void tryAll(Column column, TamperedLedger changed, TamperMatrix matrix)
      throws Exception {
    var rows = changed.tables().rows(column.table(), Tampering.keyText(column.table()));
    assertThat(rows).as(column.table()).isNotEmpty();
    for (var row : Tampering.some(rows)) {
      for (var value : others(column, row, rows)) {
        int count = update(changed, column, row, value);
        assertThat(count).isEqualTo(1);
        var found = changed.findings();
        if (matters(column, row, value)) {
          matrix.add(tried(column, row, value, found));
        }
      }
    }
  }

  private static boolean matters(Column column, Row row, @Nullable Object value) {
    return switch (column.toString()) {
      case "admissions.last_seq" -> value == null;
      case "recorded.seq", "recorded.accepted" -> value == null || !isPending(row);
      default -> !CANNOT_MATTER.containsKey(column.toString());
    };
  }

  private static boolean isPending(Row row) {
    return ((Number) Objects.requireNonNull(row.values().get("seq"))).longValue() > SEALED_TO;
  }

  private static List<@Nullable Object> others(Column column, Row row, List<Row> rows) {
    var is = row.values().get(column.name());
    var others = new ArrayList<@Nullable Object>();
    if (is != null && !column.toString().equals("recorded.seq")) {
      others.add(null); // which PostgreSQL has no partition for
    }
    switch (is) {
      case null -> others.add(fresh(column));
      case byte[] bytes -> {
        var flipped = bytes.clone();
        if (flipped.length > 0) {
          flipped[flipped.length / 2] ^= 1;
          others.add(flipped);
          others.add(Arrays.copyOf(bytes, bytes.length - 1));
        } else {
          others.add(new byte[] {1});
        }
      }
      case Number number -> {
        others.add(new BigDecimal(number.toString()).add(BigDecimal.ONE));
        others.add(new BigDecimal(number.toString()).subtract(BigDecimal.ONE));
      }
      default -> {
        var text = is.toString();
        char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
        others.add(text.substring(0, Math.max(0, text.length() - 1)) + (last == '1' ? '2' : '1'));
        if (!text.equals(text.toUpperCase(java.util.Locale.ROOT)) && text.length() < 100) {
          others.add(text.toUpperCase(java.util.Locale.ROOT));
        }
      }
    }
    rows.stream()
        .map(other -> other.values().get(column.name()))
        .filter(value -> value != null && !Objects.deepEquals(value, is))
        .findFirst()
        .ifPresent(others::add);
    return others;
  }

  private static Object fresh(Column column) {
    return column.isNumber() ? 1L : column.isText() ? "1" : new byte[] {1};
  }

  private static int update(TamperedLedger changed, Column column, Row row, @Nullable Object value)
      throws SQLException {
    var keys = Tampering.keys(column.table());
    var where =
        keys.stream().map(key -> "\"" + key + "\" = ?").collect(Collectors.joining(" and "));
    var parameters = new ArrayList<@Nullable Object>();
    parameters.add(value);
    keys.forEach(key -> parameters.add(row.values().get(key)));
    return changed
        .tables()
        .run(
            "update %s set \"%s\" = cast(? as %s) where %s"
                .formatted(column.table(), column.name(), column.type(), where),
            parameters.toArray());
  }

  private static TamperMatrix.Tried tried(
      Column column, Row row, @Nullable Object value, List<Finding> found) {
    var values = new LinkedHashMap<>(row.values());
    values.put(column.name(), value);
    var table = column.table();
    var names = List.of(Tampering.keyOf(table, row), Tampering.keyOf(table, new Row(values)));
    var ofRow =
        found.stream()
            .filter(finding -> finding.table().contains(column.table()))
            .filter(finding -> isNamed(column, finding, names))
            .toList();
    var ofColumn =
        ofRow.stream()
            .filter(finding ->
                finding.column().contains(column.name())
                    || (isOfKey(column) && finding.column().equals(Finding.ROW)))
            .toList();
    var was = Tampering.shown(row.values().get(column.name()));
    return new TamperMatrix.Tried(
        column.toString(),
        found.stream().anyMatch(finding -> finding.table().contains(column.table())),
        !ofRow.isEmpty(),
        !ofColumn.isEmpty(),
        ofColumn.stream().anyMatch(finding -> finding.expected().contains(was)));
  }

  private static boolean isNamed(Column column, Finding finding, List<String> names) {
    boolean isNumber =
        finding.column().equals("seq")
            && (names.contains(finding.found()) || names.contains(finding.expected()));
    return Set.of("head", "admissions").contains(column.table())
        || isNumber
        || names.contains(finding.key());
  }

  private static boolean isOfKey(Column column) {
    return Tampering.keys(column.table()).contains(column.name());
  }
}
