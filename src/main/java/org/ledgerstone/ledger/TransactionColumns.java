package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/** How a transaction lies in the columns that pool, transactions and dropped have in common. */
final class TransactionColumns {

  /** The columns in the order in which {@link #of} adds them. */
  static final String NAMES =
      "id, kind, asset, sender, receiver, amount, nonce, until, memo, author, content, post_nonce,"
          + " accepted, scheme, proof";

  private TransactionColumns() {}

  /** The rows of these transactions. */
  static Columns of(List<Transaction> rows) {
    return new Columns()
        .add("bytea", rows, t -> t.id().bytes())
        .add("varchar", rows, t -> kind(t.content()))
        .add("varchar", rows, t -> asset(t.content()))
        .add("varchar", rows, t -> sender(t.content()))
        .add("varchar", rows, t -> receiver(t.content()))
        .add("numeric", rows, t -> amount(t.content()))
        .add("bigint", rows, t -> nonce(t.content()))
        .add("bigint", rows, t -> t.content() instanceof Transfer x ? x.until() : null)
        .add("varchar", rows, t -> t.content() instanceof Transfer x ? orNull(x.memo()) : null)
        .add("varchar", rows, t -> t.content() instanceof Post p ? p.author() : null)
        .add("varchar", rows, t -> t.content() instanceof Post p ? p.content() : null)
        .add("varchar", rows, t -> t.content() instanceof Post p ? p.nonce() : null)
        .add("bigint", rows, t -> t.accepted().millis())
        .add("smallint", rows, t -> (short) t.authorization().scheme().number())
        .add("bytea", rows, t -> t.authorization().bytes());
  }

  static String kind(Content content) {
    return switch (content) {
      case Transfer t -> "transfer";
      case Post p -> "post";
      case Reward r -> "reward";
      case Allocation a -> "allocation";
    };
  }

  private static @Nullable String asset(Content content) {
    return switch (content) {
      case Transfer t -> t.asset().code();
      case Reward r -> r.asset().code();
      case Allocation a -> a.asset().code();
      case Post p -> null;
    };
  }

  private static @Nullable String sender(Content content) {
    return switch (content) {
      case Transfer t -> t.from().text();
      case Post p -> p.from().map(Address::text).orElse(null);
      case Reward r -> null;
      case Allocation a -> null;
    };
  }

  private static @Nullable String receiver(Content content) {
    return switch (content) {
      case Transfer t -> t.to().text();
      case Reward r -> r.to().text();
      case Allocation a -> a.to().text();
      case Post p -> null;
    };
  }

  private static @Nullable BigDecimal amount(Content content) {
    return switch (content) {
      case Transfer t -> new BigDecimal(t.amount().units());
      case Reward r -> new BigDecimal(r.amount().units());
      case Allocation a -> new BigDecimal(a.amount().units());
      case Post p -> null;
    };
  }

  private static @Nullable Long nonce(Content content) {
    return content instanceof Transfer t && t.nonce().isPresent() ? t.nonce().getAsLong() : null;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * Reads a row back.
   *
   * @throws BrokenLedgerException if it does not hash to the id that it is stored under
   */
  static Transaction read(ResultSet row, Hash ledger, long block) throws SQLException {
    var id = Hash.wrap(row.getBytes("id"));
    try {
      var authorization =
          Authorization.of(row.getInt("scheme"), row.getBytes("proof")).orElseThrow();
      var order = new Order(content(row, ledger, block), authorization);
      if (!order.id().equals(id)) {
        throw new BrokenLedgerException("Transaction " + id + " hashes to " + order.id());
      }
      return order.acceptedAt(new Time(row.getLong("accepted")));
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      throw new BrokenLedgerException("Transaction " + id + " cannot be read", e);
    }
  }

  private static Content content(ResultSet row, Hash ledger, long block) throws SQLException {
    var kind = row.getString("kind");
    return switch (kind) {
      case "transfer" -> transfer(row, ledger);
      case "post" -> post(row, ledger);
      case "reward" ->
          new Reward(ledger, readAsset(row), readReceiver(row), readAmount(row), block);
      case "allocation" ->
          new Allocation(
              readAsset(row), readReceiver(row), readAmount(row), row.getInt("position"));
      default -> throw new IllegalArgumentException("No kind " + kind);
    };
  }

  private static Transfer transfer(ResultSet row, Hash ledger) throws SQLException {
    long nonce = row.getLong("nonce");
    var numbered = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(nonce);
    var memo = row.getString("memo");
    return new Transfer(
        ledger,
        readAsset(row),
        new Address(row.getString("sender")),
        readReceiver(row),
        readAmount(row),
        numbered,
        row.getLong("until"),
        memo == null ? "" : memo);
  }

  private static Post post(ResultSet row, Hash ledger) throws SQLException {
    return new Post(
        ledger,
        Optional.ofNullable(row.getString("sender")).map(Address::new),
        row.getString("author"),
        row.getString("content"),
        row.getString("post_nonce"));
  }

  private static Asset readAsset(ResultSet row) throws SQLException {
    return new Asset(row.getString("asset"));
  }

  private static Address readReceiver(ResultSet row) throws SQLException {
    return new Address(row.getString("receiver"));
  }

  private static Amount readAmount(ResultSet row) throws SQLException {
    return new Amount(integer(row, "amount"));
  }

  static BigInteger integer(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }
}
