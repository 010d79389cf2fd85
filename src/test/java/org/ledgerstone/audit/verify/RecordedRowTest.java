package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.audit.verify.RecordedRow.Column;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.Transaction;

/** What a row is compared with at a glance, before its columns are looked at one by one. */
class RecordedRowTest {

  /** The first of each kind, with and without what it may have. */
  static Stream<Transaction> ofEachKind() {
    return ProofFixture.chain().blocks().stream()
        .flatMap(block -> block.transactions().stream())
        .collect(
            Collectors.toMap(
                one -> one.content().getClass().getSimpleName() + columnsOf(one),
                one -> one,
                (first, other) -> first))
        .values()
        .stream();
  }

  private static String columnsOf(Transaction one) {
    var row = RecordedRow.of(one);
    return Stream.of(Column.values())
        .map(column -> row.shown(column).equals("null") ? "-" : "x")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("ofEachKind")
  void aRowIsOfItsTransactionAndNoColumnMoreOrLess(Transaction one) {
    var row = RecordedRow.of(one);
    assertThat(row.isOf(one)).isTrue();
    for (var column : Column.values()) {
      var other = row.shown(column).equals("null") ? row.with(column, "x") : row.with(column, null);
      assertThat(other.isOf(one)).as(column.sql()).isFalse();
    }
    assertThat(row.with(Column.ID, Hash.ofText("another").bytes()).isOf(one)).isFalse();
  }
}
