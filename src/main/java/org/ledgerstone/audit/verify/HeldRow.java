package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * @param recorded the row that it names; empty if there is none
 * @param transaction what the columns say; empty if they say nothing that can be
 * @param odd the columns that are not as the transaction would be written
 * @param refused why the transaction is not authorised
 */
record HeldRow(
    Optional<PlaceRow> place,
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
  static HeldRow sealed(PlaceRow place, Optional<RecordedRow> recorded, Rules rules) {
    return of(Optional.of(place), recorded, rules, place.block(), place.position());
  }

  /** Looks at a transaction that is in no block. */
  static HeldRow pending(RecordedRow recorded, Rules rules) {
    return of(Optional.empty(), Optional.of(recorded), rules, 0, 0);
  }

  private static HeldRow of(
      Optional<PlaceRow> place,
      Optional<RecordedRow> recorded,
      Rules rules,
      long block,
      int position) {
    var transaction = recorded.flatMap(row -> row.transaction(rules.ledger(), block, position));
    return new HeldRow(
        place,
        recorded,
        transaction,
        transaction.map(t -> odd(recorded.orElseThrow(), t)).orElse(List.of()),
        transaction.flatMap(t -> refused(t.order(), rules)));
  }

  /** The same place with a transaction that was found out. */
  HeldRow with(RecordedRow better, Rules rules) {
    var at = place.orElseThrow();
    return of(place, Optional.of(better), rules, at.block(), at.position());
  }

  private static List<RecordedRow.Column> odd(RecordedRow row, Transaction transaction) {
    var expected = RecordedRow.of(transaction);
    List<RecordedRow.Column> odd = List.of();
    for (var column : RecordedRow.Column.values()) {
      if (!row.isEqual(expected, column)) {
        odd = new ArrayList<>(odd);
        odd.add(column);
      }
    }
    return odd;
  }

  private static Optional<Refused> refused(Order order, Rules rules) {
    return isSent(order) ? OrderRules.judge(order, rules) : Optional.empty();
  }

  /** Whether somebody sends it; nobody sends rewards and allocations. */
  private static boolean isSent(Order order) {
    return order.content() instanceof Transfer || order.content() instanceof Post;
  }

  /** Whether nothing is wrong with the row by itself. */
  boolean isSound() {
    return transaction.isPresent() && odd.isEmpty() && refused.isEmpty();
  }

  /** The number under which it is recorded, for people. */
  String seq() {
    return place.map(PlaceRow::seq).map(Objects::toString).orElse("null");
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
