package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** What somebody with the password edits is found by a query in plain SQL. */
class EditedRowsTest {

  private static final List<String> CHECKS =
      List.of("broken_blocks", "broken_transactions", "conservation_by_block", "wrong_balances");

  /** How each column that a block's hash covers is edited, and the two beside it. */
  private static Map<String, String> blockEdits() {
    var edits = new LinkedHashMap<String, String>();
    edits.put("index", "99");
    edits.put("previous_hash", "'" + "a".repeat(64) + "'");
    edits.put("timestamp", "'2026-01-01T00:00:00.999Z'");
    edits.put("data", "data || ' '");
    edits.put("hash", "'" + "0".repeat(63) + "1'");
    edits.put("history_root", "'" + "b".repeat(64) + "'");
    edits.put("miner", "'0x" + "c".repeat(40) + "'");
    edits.put("transaction_count", "transaction_count + 1");
    edits.put("merkle_root", "'" + "d".repeat(64) + "'");
    edits.put("difficulty", "difficulty + 1");
    edits.put("nonce", "nonce + 1");
    edits.put("work", "work + 1");
    return edits;
  }

  /** How each column that a transfer's id covers is edited, and the id. */
  private static final Map<String, String> TRANSFER_EDITS =
      Map.of(
          "id", "(select hash from history where level = 0 and position = 0)",
          "kind", "'post'",
          "asset", "'FINE'",
          "sender", "'users:mallory'",
          "receiver", "'users:mallory'",
          "amount", "amount + 1",
          "nonce", "nonce + 1",
          "until", "until + 1",
          "memo", "'other'");

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** Nothing of it stays. */
  private static void undone(TestLedger ledger, Work work) throws SQLException {
    try (var connection = ledger.get(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      try {
        work.on(connection);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static List<AuditorsQuery.Row> run(
      Connection connection, TestDatabase.Kind kind, String name) throws SQLException {
    return AuditorsQuery.named(name, kind).run(connection, Map.of());
  }

  private static void edit(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void nothingIsFoundWhereNothingWasEdited(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      undone(
          ledger,
          connection -> {
            for (var name : CHECKS) {
              assertThat(run(connection, kind, name)).as(name).isEmpty();
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void everyEditedColumnOfABlockIsFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      for (long block : List.of(2L, 3L, 5L)) {
        for (var edit : blockEdits().entrySet()) {
          var sql =
              "update blocks set \"%s\" = %s where \"index\" = %s"
                  .formatted(edit.getKey(), edit.getValue(), block);
          undone(
              ledger,
              connection -> {
                edit(connection, sql);
                long now = edit.getKey().equals("index") ? 99 : block;
                var fault = edit.getKey().equals("work") ? "sum of the work" : "hash";
                assertThat(run(connection, kind, "broken_blocks"))
                    .as(sql)
                    .anyMatch(row ->
                        row.whole("block_index") == now
                            && List.of(row.text("fault").split(", ")).contains(fault));
              });
        }
      }
    }
  }

  /** A seal that is wrong takes the curve to see. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void noColumnOfABlockIsForgotten(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      undone(
          ledger,
          connection -> {
            var edited = new TreeSet<>(blockEdits().keySet());
            edited.add("seal");
            assertThat(columns(connection, "blocks")).isEqualTo(edited);
          });
    }
  }

  private static TreeSet<String> columns(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from " + table + " where 1 = 0")) {
      var names = new TreeSet<String>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        names.add(rows.getMetaData().getColumnLabel(i));
      }
      return names;
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void editedParametersOfTheLedgerAreFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      undone(
          ledger,
          connection -> {
            edit(
                connection,
                "update blocks set data = replace(data, 'reward 10', 'reward 99')"
                    + " where \"index\" = 1");
            assertThat(run(connection, kind, "broken_blocks"))
                .extracting(row -> row.whole("block_index") + " " + row.text("fault"))
                .containsExactly("1 hash");
          });
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aBlockTakenOutOrAHeadMovedIsFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      var edits =
          Map.of(
              "delete from blocks where \"index\" = 3", "4 previous hash, sum of the work",
              "delete from blocks where \"index\" = 5", "4 not the head",
              "delete from places where block_index = 4", "4 number of transactions");
      for (var one : edits.entrySet()) {
        undone(
            ledger,
            connection -> {
              edit(connection, one.getKey());
              assertThat(run(connection, kind, "broken_blocks"))
                  .extracting(row -> row.whole("block_index") + " " + row.text("fault"))
                  .containsExactly(one.getValue());
            });
      }
    }
  }

  /** Whoever rehashes a block he has edited would have to work, and to rewrite what follows. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void aBlockHashedAgainWithoutItsWorkIsFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      undone(
          ledger,
          connection -> {
            var faults = new ArrayList<String>();
            for (int nonce = 1; nonce <= 40; nonce++) {
              edit(connection, "update blocks set nonce = " + nonce + " where \"index\" = 5");
              var computed = fifth(connection, kind).text("computed");
              edit(connection, "update blocks set hash = '" + computed + "' where \"index\" = 5");
              var fault = fifth(connection, kind).text("fault");
              assertThat(fault)
                  .isEqualTo(
                      computed.startsWith("0") ? "not the head" : "work of the hash, not the head");
              faults.add(fault);
            }
            assertThat(faults).contains("work of the hash, not the head");
          });
    }
  }

  private static AuditorsQuery.Row fifth(Connection connection, TestDatabase.Kind kind)
      throws SQLException {
    return run(connection, kind, "broken_blocks").stream()
        .filter(row -> row.whole("block_index") == 5)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void everyEditedColumnOfATransferIsFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      for (var edit : TRANSFER_EDITS.entrySet()) {
        findsEdit(
            ledger, kind, edit.getKey(), edit.getValue(), "memo is not null and kind = 'transfer'");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void editedPostsRewardsAndAllocationsAreFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      for (var column : List.of("author", "content", "post_nonce", "sender")) {
        findsEdit(ledger, kind, column, "'other'", "kind = 'post' and sender is not null");
      }
      for (var column : List.of("asset", "receiver", "amount")) {
        var value = column.equals("amount") ? "amount + 1" : "'FINE'";
        var reward = "seq in (select seq from places where block_index = 3 and position = 0)";
        findsEdit(ledger, kind, column, value, reward);
        findsEdit(ledger, kind, column, value, "kind = 'allocation' and receiver = 'treasury'");
      }
    }
  }

  private static void findsEdit(
      TestLedger ledger, TestDatabase.Kind kind, String column, String value, String where)
      throws SQLException {
    var sql = "update recorded set %s = %s where %s".formatted(column, value, where);
    undone(
        ledger,
        connection -> {
          edit(connection, sql);
          assertThat(run(connection, kind, "broken_transactions")).as(sql).hasSize(1);
        });
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void editedBalancesAreFound(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      for (var edit : List.of("valid = valid + 1", "next_nonce = next_nonce + 1")) {
        undone(
            ledger,
            connection -> {
              edit(connection, "update accounts set " + edit + " where address = 'treasury'");
              assertThat(run(connection, kind, "wrong_balances"))
                  .extracting(row -> row.text("address") + " " + row.text("asset"))
                  .containsExactly("treasury COIN");
              assertThat(run(connection, kind, "conservation"))
                  .filteredOn(row -> row.whole("difference") != 0)
                  .hasSize(edit.startsWith("valid") ? 1 : 0);
            });
      }
      for (var column : List.of("sender_balance", "receiver_balance")) {
        undone(
            ledger,
            connection -> {
              edit(
                  connection,
                  "update places set "
                      + column
                      + " = 5000 where seq = (select seq from recorded where amount = 99)");
              assertThat(run(connection, kind, "conservation_by_block"))
                  .extracting(row -> row.whole("block_index") + " " + row.text("asset"))
                  .contains("2 COIN");
            });
      }
    }
  }
}
