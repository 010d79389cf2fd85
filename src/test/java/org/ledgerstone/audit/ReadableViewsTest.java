package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** The views for people show what the ledger shows. */
class ReadableViewsTest {

  private static final Map<String, Integer> DECIMALS =
      AuditedLedger.genesis().assets().stream()
          .collect(Collectors.toMap(a -> a.asset().code(), Genesis.DeclaredAsset::decimals));

  private static List<AuditorsQuery.Row> rows(TestLedger ledger, String sql) throws SQLException {
    try (var connection = ledger.get(DataSource.class).getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return AuditorsQuery.rows(rows);
    }
  }

  /** With the point where the asset has it. */
  private static String shown(BigInteger units, Asset asset) {
    int decimals = DECIMALS.getOrDefault(asset.code(), 0);
    return new BigDecimal(units, decimals).toPlainString();
  }

  private static void compare(AuditorsQuery.Row row, Transaction transaction) {
    var authorization = transaction.authorization();
    assertThat(row.text("id")).isEqualTo(transaction.id().toString());
    assertThat(row.text("accepted")).isEqualTo(transaction.accepted().toString());
    assertThat(row.whole("scheme")).isEqualTo(authorization.scheme().number());
    assertThat(row.text("proof"))
        .isEqualTo(authorization.signature().map(Object::toString).orElse(""));
    switch (transaction.content()) {
      case Transfer t -> {
        assertThat(row.text("kind")).isEqualTo("transfer");
        assertThat(row.text("sender")).isEqualTo(t.from().text());
        assertThat(row.text("receiver")).isEqualTo(t.to().text());
        assertThat(row.text("amount_shown")).isEqualTo(shown(t.amount().units(), t.asset()));
        assertThat(row.isNull("nonce")).isEqualTo(t.nonce().isEmpty());
        assertThat(row.whole("until")).isEqualTo(t.until());
        assertThat(row.isNull("memo") ? "" : row.text("memo")).isEqualTo(t.memo());
      }
      case Post p -> {
        assertThat(row.text("kind")).isEqualTo("post");
        assertThat(row.text("author")).isEqualTo(p.author());
        assertThat(row.text("content")).isEqualTo(p.content());
        assertThat(row.text("post_nonce")).isEqualTo(p.nonce());
        assertThat(row.isNull("amount_shown")).isTrue();
      }
      case Reward r ->
          assertThat(row.text("amount_shown")).isEqualTo(shown(r.amount().units(), r.asset()));
      case Allocation a ->
          assertThat(row.text("amount_shown")).isEqualTo(shown(a.amount().units(), a.asset()));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhatBlocksHold(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      var held = ledger.get(Chain.class).transactions(new ChainPosition(1, 0), 1000);
      var rows = rows(ledger, "select * from transactions_readable order by block_index, position");
      assertThat(rows).hasSameSizeAs(held).hasSizeGreaterThan(15);
      for (int i = 0; i < rows.size(); i++) {
        var row = rows.get(i);
        var place = held.get(i).place().orElseThrow();
        var block = ledger.get(Chain.class).block(place.blockHash()).orElseThrow();
        assertThat(row.whole("block_index")).isEqualTo(place.blockIndex());
        assertThat(row.whole("position")).isEqualTo(place.position());
        assertThat(row.text("block_hash")).isEqualTo(place.blockHash().toString());
        assertThat(row.text("block_time")).isEqualTo(block.header().time().toString());
        compare(row, held.get(i).transaction());
      }
      assertThat(rows)
          .extracting(row -> row.values().get("amount_shown"))
          .contains("2.50", "10", "0.000000000000000000000000000000000001", "1." + "0".repeat(36));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhatIsPending(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      var pending = ledger.get(Transactions.class).pending(Long.MIN_VALUE, 1000);
      var rows = rows(ledger, "select * from pool_readable order by seq");
      assertThat(rows).hasSameSizeAs(pending).hasSize(3);
      for (int i = 0; i < rows.size(); i++) {
        compare(rows.get(i), pending.get(i).transaction().transaction());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhatWasDropped(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      var row = rows(ledger, "select * from dropped_readable").getFirst();
      var id = Hash.parse(row.text("id")).orElseThrow();
      var dropped = ledger.get(Transactions.class).find(id).orElseThrow();
      assertThat(dropped.status()).isEqualTo(Recorded.Status.DROPPED);
      assertThat(row.text("reason")).isEqualTo(dropped.dropReason().orElseThrow());
      assertThat(row.text("accepted")).isEqualTo(dropped.transaction().accepted().toString());
      assertThat(row.text("proof"))
          .isEqualTo(
              "0x" + HexFormat.of().formatHex(dropped.transaction().authorization().bytes()));
      assertThat(Time.parse(row.text("dropped_at")))
          .hasValueSatisfying(
              time -> assertThat(time).isGreaterThan(dropped.transaction().accepted()));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhatAccountsHold(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      int seen = 0;
      for (var row : rows(ledger, "select * from account_balances_readable")) {
        var account = new AccountId(new Address(row.text("address")), new Asset(row.text("asset")));
        var balance = ledger.get(Accounts.class).balance(account);
        assertThat(row.text("valid_shown")).isEqualTo(shown(balance.valid(), account.asset()));
        assertThat(row.text("balance_shown")).isEqualTo(shown(balance.balance(), account.asset()));
        assertThat(row.number("available").toBigIntegerExact()).isEqualTo(balance.available());
        seen += balance.valid().equals(balance.balance()) ? 0 : 1;
      }
      assertThat(seen).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsTheAssetsThatGenesisDeclares(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      assertThat(rows(ledger, "select * from assets order by place"))
          .extracting(row -> row.text("code") + " " + row.text("decimals"))
          .containsExactly("COIN 0", "GOLD 2", "FINE 36");
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhichBlocksASubtreeIsOver(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind)) {
      var blocks = ledger.get(Chain.class).blocks(1, 1000);
      var rows = rows(ledger, "select * from history_readable");
      assertThat(rows).hasSize(8);
      for (var row : rows) {
        var leaves =
            blocks
                .subList((int) row.whole("first_block") - 1, (int) row.whole("last_block"))
                .stream()
                .map(block -> SealedBlock.historyLeaf(block.hash()))
                .toList();
        assertThat(leaves).hasSize(1 << row.whole("level"));
        assertThat(row.text("hash")).isEqualTo(MerkleTree.root(leaves).toString());
      }
    }
  }

  /** Rows put in by hand, the extremes of what a time can be among them. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhatStandsBesideTheChain(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind);
        var connection = ledger.get(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement();
          var side =
              connection.prepareStatement(
                  "insert into side_blocks values ('a', 5, 'b', 'header', 32, 7, ?)")) {
        side.setBytes(1, "{\"ä\":1}".getBytes(UTF_8));
        side.executeUpdate();
        for (long time : List.of(0L, 999L, 1_767_225_601_005L, Time.MAX_MILLIS)) {
          statement.execute(
              "insert into below_final values ('%s', 5, 'header', 'seal', %s)"
                  .formatted(time, time));
        }
        try (var rows = statement.executeQuery("select * from side_blocks_readable")) {
          assertThat(AuditorsQuery.rows(rows).getFirst().text("body")).isEqualTo("{\"ä\":1}");
        }
        try (var rows = statement.executeQuery("select * from below_final_readable")) {
          assertThat(AuditorsQuery.rows(rows))
              .hasSize(4)
              .allSatisfy(row ->
                  assertThat(row.text("received"))
                      .isEqualTo(new Time(row.whole("hash")).toString()));
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** What is added to a table is to be added to its twin. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void leavesNoColumnOut(TestDatabase.Kind kind) throws Exception {
    var numbered = List.of("transactions", "pool", "dropped", "history", "account_balances");
    try (var ledger = AuditedLedger.of(kind)) {
      for (var table : numbered) {
        var missing = columns(ledger, table);
        missing.removeAll(columns(ledger, table + "_readable"));
        missing.remove("seq");
        assertThat(missing).as(table).isEmpty();
      }
      for (var table : List.of("side_blocks", "below_final")) {
        assertThat(columns(ledger, table + "_readable")).isEqualTo(columns(ledger, table));
      }
    }
  }

  private static TreeSet<String> columns(TestLedger ledger, String table) throws SQLException {
    try (var connection = ledger.get(DataSource.class).getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from " + table + " where 1 = 0")) {
      var names = new TreeSet<String>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        names.add(rows.getMetaData().getColumnLabel(i));
      }
      return names;
    }
  }
}
