package org.ledgerstone.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every row of a ledger's tables, read by plain SQL: nothing of the ledger's own reading is used.
 *
 * @param recorded the numbers of all transactions, rising
 * @param placed the numbers that have a place, in the order of the chain
 */
record Tables(
    List<BlockRow> blocks,
    List<TransactionRow> transactions,
    List<TransactionRow> pool,
    List<TransactionRow> dropped,
    List<Long> recorded,
    List<Long> placed,
    List<AccountRow> accounts,
    List<BalanceRow> balances,
    List<NodeRow> history,
    List<HeadRow> heads,
    List<AdmissionsRow> admissions,
    List<SideRow> sideBlocks) {

  record BlockRow(
      long index,
      String previousHash,
      String timestamp,
      String data,
      String hash,
      String historyRoot,
      @Nullable String miner,
      int count,
      String merkleRoot,
      int difficulty,
      BigInteger nonce,
      @Nullable String seal,
      BigInteger work) {}

  /**
   * A row of transactions, pool or dropped.
   *
   * @param number the block's index in transactions, the number in the pool, otherwise 0
   * @param position the place in the block, otherwise 0
   */
  record TransactionRow(
      String table,
      long number,
      int position,
      byte[] id,
      String kind,
      @Nullable String asset,
      @Nullable String sender,
      @Nullable String receiver,
      @Nullable BigInteger amount,
      @Nullable Long nonce,
      @Nullable Long until,
      @Nullable String memo,
      @Nullable String author,
      @Nullable String content,
      @Nullable String postNonce,
      long accepted,
      int scheme,
      byte[] proof,
      @Nullable BigInteger senderBalance,
      @Nullable BigInteger receiverBalance,
      @Nullable String reason) {

    /** Where it stands, for a message. */
    String place() {
      return switch (table) {
        case "transactions" -> "transactions: " + number + "/" + position;
        case "pool" -> "pool: seq " + number;
        default -> table + ": " + idText();
      };
    }

    String idText() {
      return HexFormat.of().formatHex(id);
    }
  }

  record AccountRow(String address, String asset, BigInteger valid, long nextNonce) {}

  record BalanceRow(
      String address,
      String asset,
      BigInteger valid,
      BigInteger pendingIn,
      BigInteger pendingOut,
      BigInteger balance,
      BigInteger available,
      long nextNonce) {}

  record NodeRow(int level, long position, String hash) {}

  record HeadRow(
      long version, long index, String hash, BigInteger work, long sealedTo, long poolLeft) {}

  record AdmissionsRow(long version, long admitted, long lastSeq) {}

  record SideRow(String hash, long index, String previousHash, BigInteger work) {}

  private interface Reading<T> {
    T row(ResultSet row) throws SQLException;
  }

  /** Reads them all; the connection decides whether they are of one moment. */
  static Tables read(Connection connection) throws SQLException {
    return new Tables(
        all(connection, "select * from blocks order by \"index\"", Tables::block),
        all(
            connection,
            "select * from transactions order by block_index, position",
            row -> transaction("transactions", row)),
        all(connection, "select * from pool order by seq", row -> transaction("pool", row)),
        all(connection, "select * from dropped order by id", row -> transaction("dropped", row)),
        all(connection, "select seq from recorded order by seq", row -> row.getLong("seq")),
        all(
            connection,
            "select seq from places order by block_index, position",
            row -> row.getLong("seq")),
        all(
            connection,
            "select * from accounts order by address, asset",
            row ->
                new AccountRow(
                    row.getString("address"),
                    row.getString("asset"),
                    whole(row, "valid"),
                    row.getLong("next_nonce"))),
        all(connection, "select * from account_balances order by address, asset", Tables::balance),
        all(
            connection,
            "select * from history order by level, position",
            row -> new NodeRow(row.getInt("level"), row.getLong("position"), hex(row, "hash"))),
        all(
            connection,
            "select * from head",
            row ->
                new HeadRow(
                    row.getLong("version"),
                    row.getLong("block_index"),
                    row.getString("block_hash"),
                    whole(row, "work"),
                    row.getLong("sealed_to"),
                    row.getLong("pool_left"))),
        all(
            connection,
            "select * from admissions",
            row ->
                new AdmissionsRow(
                    row.getLong("version"), row.getLong("admitted"), row.getLong("last_seq"))),
        all(
            connection,
            "select * from side_blocks",
            row ->
                new SideRow(
                    row.getString("hash"),
                    row.getLong("block_index"),
                    row.getString("previous_hash"),
                    whole(row, "work"))));
  }

  private static <T> List<T> all(Connection connection, String sql, Reading<T> reading)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var read = new ArrayList<T>();
      while (rows.next()) {
        read.add(reading.row(rows));
      }
      return read;
    }
  }

  private static BlockRow block(ResultSet row) throws SQLException {
    return new BlockRow(
        row.getLong("index"),
        row.getString("previous_hash"),
        row.getString("timestamp"),
        row.getString("data"),
        row.getString("hash"),
        row.getString("history_root"),
        row.getString("miner"),
        row.getInt("transaction_count"),
        row.getString("merkle_root"),
        row.getInt("difficulty"),
        whole(row, "nonce"),
        row.getString("seal"),
        whole(row, "work"));
  }

  private static TransactionRow transaction(String table, ResultSet row) throws SQLException {
    boolean sealed = table.equals("transactions");
    return new TransactionRow(
        table,
        sealed ? row.getLong("block_index") : table.equals("pool") ? row.getLong("seq") : 0,
        sealed ? row.getInt("position") : 0,
        row.getBytes("id"),
        row.getString("kind"),
        row.getString("asset"),
        row.getString("sender"),
        row.getString("receiver"),
        wholeOrNull(row, "amount"),
        numberOrNull(row, "nonce"),
        numberOrNull(row, "until"),
        row.getString("memo"),
        row.getString("author"),
        row.getString("content"),
        row.getString("post_nonce"),
        row.getLong("accepted"),
        row.getInt("scheme"),
        row.getBytes("proof"),
        sealed ? wholeOrNull(row, "sender_balance") : null,
        sealed ? wholeOrNull(row, "receiver_balance") : null,
        table.equals("dropped") ? row.getString("reason") : null);
  }

  private static BalanceRow balance(ResultSet row) throws SQLException {
    return new BalanceRow(
        row.getString("address"),
        row.getString("asset"),
        whole(row, "valid"),
        whole(row, "pending_in"),
        whole(row, "pending_out"),
        whole(row, "balance"),
        whole(row, "available"),
        row.getLong("next_nonce"));
  }

  private static BigInteger whole(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }

  private static @Nullable BigInteger wholeOrNull(ResultSet row, String column)
      throws SQLException {
    BigDecimal number = row.getBigDecimal(column);
    return number == null ? null : number.toBigIntegerExact();
  }

  private static @Nullable Long numberOrNull(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  private static String hex(ResultSet row, String column) throws SQLException {
    return HexFormat.of().formatHex(row.getBytes(column));
  }
}
