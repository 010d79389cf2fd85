package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;

/** A row of blocks as it was read, with nothing believed: any column may be missing or wrong. */
final class BlockRow {

  /** The columns, in the order in which they are read. */
  enum Column {
    INDEX,
    PREVIOUS_HASH,
    TIMESTAMP,
    DATA,
    HASH,
    HISTORY_ROOT,
    MINER,
    TRANSACTION_COUNT,
    MERKLE_ROOT,
    DIFFICULTY,
    NONCE,
    SEAL,
    WORK;

    /** As the table calls it. */
    String sql() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean isNumber() {
      return switch (this) {
        case INDEX, TRANSACTION_COUNT, DIFFICULTY, NONCE, WORK -> true;
        default -> false;
      };
    }
  }

  /** Their names, for a query. */
  static final String NAMES =
      Arrays.stream(Column.values())
          .map(column -> '"' + column.sql() + '"')
          .collect(Collectors.joining(", "));

  private static final Column[] ALL = Column.values();
  private static final BigInteger NONCES = BigInteger.TWO.pow(64);

  /** Text or a whole number; none where the column is null. */
  private final Map<Column, Object> values;

  private BlockRow(Map<Column, Object> values) {
    this.values = values;
  }

  /** Reads a row of exactly these columns. */
  static BlockRow read(ResultSet row) throws SQLException {
    var values = new EnumMap<Column, Object>(Column.class);
    int at = 1;
    for (var column : ALL) {
      var value = column.isNumber() ? RecordedRow.whole(row.getBigDecimal(at)) : row.getString(at);
      at++;
      if (value != null) {
        values.put(column, value);
      }
    }
    return new BlockRow(values);
  }

  /** The columns that this block should lie in. */
  static BlockRow of(SealedBlock block, BigInteger work) {
    var header = block.header();
    var values = new EnumMap<Column, Object>(Column.class);
    values.put(Column.INDEX, BigInteger.valueOf(header.index()));
    values.put(Column.PREVIOUS_HASH, header.previous().toString());
    values.put(Column.TIMESTAMP, header.time().toString());
    values.put(Column.DATA, block.data());
    values.put(Column.HASH, block.hash().toString());
    values.put(Column.HISTORY_ROOT, header.history().toString());
    header.miner().ifPresent(miner -> values.put(Column.MINER, miner.text()));
    values.put(Column.TRANSACTION_COUNT, BigInteger.valueOf(header.count()));
    values.put(Column.MERKLE_ROOT, header.merkleRoot().toString());
    values.put(Column.DIFFICULTY, BigInteger.valueOf(header.difficulty()));
    values.put(Column.NONCE, new BigInteger(Long.toUnsignedString(header.nonce())));
    block.seal().ifPresent(seal -> values.put(Column.SEAL, seal.toString()));
    values.put(Column.WORK, work);
    return new BlockRow(values);
  }

  /** A block whose row is missing: only its index is known. */
  static BlockRow missing(long index) {
    return new BlockRow(Map.of(Column.INDEX, BigInteger.valueOf(index)));
  }

  /** The same row, one column with another value. */
  BlockRow with(Column column, @Nullable Object value) {
    var other = new HashMap<>(values);
    if (value == null) {
      other.remove(column);
    } else {
      other.put(column, value);
    }
    return new BlockRow(other);
  }

  /** Whether all columns are the same. */
  boolean isEqual(BlockRow other) {
    return values.equals(other.values);
  }

  @Nullable Object value(Column column) {
    return values.get(column);
  }

  /** What a column holds, for people. */
  String shown(Column column) {
    return "" + value(column);
  }

  /** A whole number; empty if it is none that fits. */
  Optional<Long> number(Column column) {
    return value(column) instanceof BigInteger number && number.bitLength() < Long.SIZE
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  /** Text, empty where there is none. */
  String text(Column column) {
    return value(column) instanceof String text ? text : "";
  }

  /** A hash; empty if it is none in its one form. */
  Optional<Hash> hash(Column column) {
    return Hash.parse(text(column));
  }

  /** The header that the columns say, whatever their hash is; empty if they say none. */
  Optional<Header> header() {
    try {
      var miner = value(Column.MINER);
      return Optional.of(
          new Header(
              number(Column.INDEX).orElseThrow(),
              hash(Column.PREVIOUS_HASH).orElseThrow(),
              hash(Column.HISTORY_ROOT).orElseThrow(),
              Time.parse(text(Column.TIMESTAMP)).orElseThrow(),
              miner == null ? Optional.empty() : Optional.of(new Address(text(Column.MINER))),
              Math.toIntExact(number(Column.TRANSACTION_COUNT).orElseThrow()),
              hash(Column.MERKLE_ROOT).orElseThrow(),
              commitment(),
              Math.toIntExact(number(Column.DIFFICULTY).orElseThrow()),
              nonce()));
    } catch (IllegalArgumentException | ArithmeticException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private String commitment() {
    if (!(value(Column.DATA) instanceof String data)) {
      throw new IllegalArgumentException("There is no data");
    }
    return data.isEmpty() ? "-" : Hash.ofText(data).toString();
  }

  private long nonce() {
    if (value(Column.NONCE) instanceof BigInteger nonce
        && nonce.signum() >= 0
        && nonce.compareTo(NONCES) < 0) {
      return nonce.longValue();
    }
    throw new IllegalArgumentException("There is no such nonce");
  }

  /** The seal; empty if there is none in its one form. */
  Optional<Signature> seal() {
    return Signature.fromHex(text(Column.SEAL))
        .filter(seal -> seal.toString().equals(text(Column.SEAL)));
  }
}
