package org.ledgerstone.audit.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/**
 * The columns that a transaction lies in, as they were read and with nothing believed: any of them
 * may be missing or wrong.
 */
final class RecordedRow {

  /** The columns, in the order in which they are read. */
  enum Column {
    ID,
    KIND,
    ASSET,
    SENDER,
    RECEIVER,
    AMOUNT,
    NONCE,
    UNTIL,
    MEMO,
    AUTHOR,
    CONTENT,
    POST_NONCE,
    ACCEPTED,
    SCHEME,
    PROOF;

    /** As the tables call it. */
    String sql() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Their names, for a query. */
  static final String NAMES =
      Arrays.stream(Column.values()).map(Column::sql).collect(Collectors.joining(", "));

  private static final Column[] ALL = Column.values();

  private final EnumMap<Column, Object> values;

  private RecordedRow(EnumMap<Column, Object> values) {
    this.values = values;
  }

  /** Reads them from this column of the row on. */
  static RecordedRow read(ResultSet row, int first) throws SQLException {
    var values = new EnumMap<Column, Object>(Column.class);
    int at = first;
    for (var column : ALL) {
      put(values, column, read(row, at++, column));
    }
    return new RecordedRow(values);
  }

  private static void put(Map<Column, Object> values, Column column, @Nullable Object value) {
    if (value != null) {
      values.put(column, value);
    }
  }

  private static @Nullable Object read(ResultSet row, int at, Column column) throws SQLException {
    return switch (column) {
      case ID, PROOF -> row.getBytes(at);
      case AMOUNT -> whole(row.getBigDecimal(at));
      case NONCE, UNTIL, ACCEPTED, SCHEME -> number(row, at);
      default -> row.getString(at);
    };
  }

  static @Nullable BigInteger whole(@Nullable BigDecimal number) {
    return number == null ? null : number.toBigInteger();
  }

  static BigInteger wholeOrZero(@Nullable BigDecimal number) {
    return number == null ? BigInteger.ZERO : number.toBigInteger();
  }

  static @Nullable Long number(ResultSet row, int at) throws SQLException {
    long number = row.getLong(at);
    return row.wasNull() ? null : number;
  }

  /** The columns that this transaction should lie in. */
  static RecordedRow of(Transaction transaction) {
    var values = new EnumMap<Column, Object>(Column.class);
    put(values, Column.ID, transaction.id().bytes());
    put(values, Column.ACCEPTED, transaction.accepted().millis());
    put(values, Column.SCHEME, (long) transaction.authorization().scheme().number());
    put(values, Column.PROOF, transaction.authorization().bytes());
    switch (transaction.content()) {
      case Transfer t -> {
        moves(values, "transfer", t.asset(), t.to(), t.amount());
        put(values, Column.SENDER, t.from().text());
        put(values, Column.NONCE, t.nonce().isPresent() ? t.nonce().getAsLong() : null);
        put(values, Column.UNTIL, t.until());
        put(values, Column.MEMO, t.memo().isEmpty() ? null : t.memo());
      }
      case Post p -> {
        put(values, Column.KIND, "post");
        put(values, Column.SENDER, p.from().map(Address::text).orElse(null));
        put(values, Column.AUTHOR, p.author());
        put(values, Column.CONTENT, p.content());
        put(values, Column.POST_NONCE, p.nonce());
      }
      case Reward r -> moves(values, "reward", r.asset(), r.to(), r.amount());
      case Allocation a -> moves(values, "allocation", a.asset(), a.to(), a.amount());
    }
    return new RecordedRow(values);
  }

  private static void moves(
      Map<Column, Object> values, String kind, Asset asset, Address to, Amount amount) {
    put(values, Column.KIND, kind);
    put(values, Column.ASSET, asset.code());
    put(values, Column.RECEIVER, to.text());
    put(values, Column.AMOUNT, amount.units());
  }

  /** The same columns, one of them with another value. */
  RecordedRow with(Column column, @Nullable Object value) {
    var other = new EnumMap<>(values);
    other.remove(column);
    put(other, column, value);
    return new RecordedRow(other);
  }

  /**
   * Whether the transaction that was read from these columns lies in just these: its id is right,
   * and no column holds anything that its kind does not have. What has been read has one form only.
   */
  boolean isOf(Transaction transaction) {
    int columns =
        switch (transaction.content()) {
          case Transfer t -> 10 + (t.nonce().isPresent() ? 1 : 0) + (t.memo().isEmpty() ? 0 : 1);
          case Post p -> 8 + (p.from().isPresent() ? 1 : 0);
          case Reward r -> 8;
          case Allocation a -> 8;
        };
    return values.size() == columns && id().filter(transaction.id()::equals).isPresent();
  }

  boolean isEqual(RecordedRow other, Column column) {
    return Objects.deepEquals(values.get(column), other.values.get(column));
  }

  /** What a column holds, for people. */
  String shown(Column column) {
    var value = values.get(column);
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + value;
  }

  /** The id that the row has; empty if that is no hash. */
  Optional<Hash> id() {
    return values.get(Column.ID) instanceof byte[] bytes && bytes.length == Hash.LENGTH
        ? Optional.of(Hash.wrap(bytes))
        : Optional.empty();
  }

  /** The leaf that the row's own id and authorization give; empty if they cannot. */
  Optional<Hash> leaf() {
    if (id().isEmpty()
        || !(values.get(Column.PROOF) instanceof byte[] proof)
        || !(values.get(Column.ACCEPTED) instanceof Long accepted)) {
      return Optional.empty();
    }
    return scheme()
        .filter(scheme -> accepted >= 0 && accepted <= Time.MAX_MILLIS)
        .map(scheme -> Transaction.leaf(id().orElseThrow(), new Time(accepted), scheme, proof));
  }

  private Optional<Scheme> scheme() {
    return values.get(Column.SCHEME) instanceof Long number
        ? Scheme.of(Math.toIntExact(number))
        : Optional.empty();
  }

  /**
   * The transaction that the columns say, whatever their id is; empty if they say none.
   *
   * @param block the index of the block that it is in, for a reward
   * @param position its place there, for an allocation
   */
  Optional<Transaction> transaction(Hash ledger, long block, int position) {
    return transaction(ledger, block, position, Address::new);
  }

  /**
   * The same, where addresses may be known already.
   *
   * @param addresses makes one of its text, or throws {@link IllegalArgumentException} or {@link
   *     java.util.NoSuchElementException}
   */
  Optional<Transaction> transaction(
      Hash ledger, long block, int position, Function<String, Address> addresses) {
    try {
      var authorization =
          Authorization.of((int) number(Column.SCHEME), (byte[]) value(Column.PROOF));
      var order =
          new Order(content(ledger, block, position, addresses), authorization.orElseThrow());
      return Optional.of(order.acceptedAt(new Time(number(Column.ACCEPTED))));
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private Content content(
      Hash ledger, long block, int position, Function<String, Address> addresses) {
    return switch (text(Column.KIND)) {
      case "transfer" ->
          new Transfer(
              ledger,
              asset(),
              addresses.apply(text(Column.SENDER)),
              receiver(addresses),
              amount(),
              values.get(Column.NONCE) == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(number(Column.NONCE)),
              number(Column.UNTIL),
              values.get(Column.MEMO) == null ? "" : text(Column.MEMO));
      case "post" ->
          new Post(
              ledger,
              values.get(Column.SENDER) == null
                  ? Optional.empty()
                  : Optional.of(addresses.apply(text(Column.SENDER))),
              text(Column.AUTHOR),
              text(Column.CONTENT),
              text(Column.POST_NONCE));
      case "reward" -> new Reward(ledger, asset(), receiver(addresses), amount(), block);
      case "allocation" -> new Allocation(asset(), receiver(addresses), amount(), position);
      default -> throw new IllegalArgumentException("No kind " + text(Column.KIND));
    };
  }

  private Asset asset() {
    return new Asset(text(Column.ASSET));
  }

  private Address receiver(Function<String, Address> addresses) {
    return addresses.apply(text(Column.RECEIVER));
  }

  private Amount amount() {
    return new Amount((BigInteger) value(Column.AMOUNT));
  }

  private String text(Column column) {
    return (String) value(column);
  }

  private long number(Column column) {
    return (Long) value(column);
  }

  private Object value(Column column) {
    var value = values.get(column);
    if (value == null) {
      throw new IllegalArgumentException("There is no " + column.sql());
    }
    return value;
  }
}
