package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/**
 * A transaction as two tables have it, and what can be seen of it by itself.
 *
 * @param place its row of places; empty for what is pending
 * @param otherSeq the number that the place should have, if that is not the one it has
 * @param recorded the row that belongs there; empty if there is none
 * @param transaction what the columns say; empty if they say nothing that can be
 * @param odd the columns that are not as the transaction would be written
 * @param refused why the transaction is not authorised
 */
record HeldRow(
    Optional<PlaceRow> place,
    Optional<Long> otherSeq,
    Optional<RecordedRow> recorded,
    Optional<Transaction> transaction,
    List<RecordedRow.Column> odd,
    Optional<Refused> refused) {

  /**
   * A row of places.
   *
   * @param seq the number under which the transaction is recorded
   */
  record PlaceRow(
      long block,
      int position,
      @Nullable Long seq,
      @Nullable BigInteger senderBalance,
      @Nullable BigInteger receiverBalance) {

    /** Its key, for people. */
    String key() {
      return block + "/" + position;
    }
  }

  /** Looks at a sealed transaction by itself; the expensive part of everything. */
  static HeldRow sealed(Numbering.Pair pair, Rules rules, Function<String, Address> addresses) {
    return of(Optional.of(pair.place()), pair.otherSeq(), pair.recorded(), rules, addresses);
  }

  /** Looks at a transaction that is in no block. */
  static HeldRow pending(RecordedRow recorded, Rules rules) {
    return of(Optional.empty(), Optional.empty(), Optional.of(recorded), rules, Address::new);
  }

  /** The same place with a transaction that was found out. */
  HeldRow with(RecordedRow better, Rules rules) {
    return of(place, otherSeq, Optional.of(better), rules, Address::new);
  }

  private static HeldRow of(
      Optional<PlaceRow> place,
      Optional<Long> otherSeq,
      Optional<RecordedRow> recorded,
      Rules rules,
      Function<String, Address> addresses) {
    long block = place.map(PlaceRow::block).orElse(0L);
    int position = place.map(PlaceRow::position).orElse(0);
    var transaction =
        recorded.flatMap(row -> row.transaction(rules.ledger(), block, position, addresses));
    return new HeldRow(
        place,
        otherSeq,
        recorded,
        transaction,
        transaction.map(t -> odd(recorded.orElseThrow(), t)).orElse(List.of()),
        transaction.flatMap(t -> refused(t.order(), rules)));
  }

  private static List<RecordedRow.Column> odd(RecordedRow row, Transaction transaction) {
    if (row.isOf(transaction)) {
      return List.of();
    }
    var expected = RecordedRow.of(transaction);
    var odd = new ArrayList<RecordedRow.Column>();
    for (var column : RecordedRow.Column.values()) {
      if (!row.isEqual(expected, column)) {
        odd.add(column);
      }
    }
    return odd;
  }

  private static Optional<Refused> refused(Order order, Rules rules) {
    return isSent(order) ? OrderRules.judge(order, rules) : Optional.empty();
  }

  private static boolean isSent(Order order) {
    return order.content() instanceof Transfer || order.content() instanceof Post;
  }

  /** Whether it is something that somebody sends; nobody sends rewards and allocations. */
  boolean isSent() {
    return transaction.filter(one -> isSent(one.order())).isPresent();
  }

  /** Whether nothing is wrong with the row by itself. */
  boolean isSound() {
    return transaction.isPresent() && otherSeq.isEmpty() && odd.isEmpty() && refused.isEmpty();
  }

  /**
   * Whether it is the columns that do not fit the id, and not the id that does not fit them.
   *
   * @param isIdRight whether that is known from elsewhere
   */
  boolean hasWrongContent(Optional<Boolean> isIdRight) {
    if (transaction.isEmpty()) {
      return true;
    }
    boolean isSigned = transaction.get().authorization().signature().isPresent();
    return odd.contains(RecordedRow.Column.ID)
        && isIdRight.orElse(!isSigned || refused.isPresent());
  }

  /** The number under which it is recorded. */
  Optional<Long> number() {
    return otherSeq.or(() -> place.map(PlaceRow::seq));
  }

  /** The number, for people. */
  String seq() {
    return number().map(Objects::toString).orElse("null");
  }

  /** The leaf with the id as it stands in the row. */
  Optional<Hash> leafOfRow() {
    return recorded.flatMap(RecordedRow::leaf);
  }

  /** The leaf with the id that the columns hash to. */
  Optional<Hash> leafOfContent() {
    return transaction.map(Transaction::leaf);
  }
}
