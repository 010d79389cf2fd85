package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.audit.verify.HeldRow.PlaceRow;
import org.ledgerstone.audit.verify.RecordedRow.Column;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;

/** Finds out what is wrong with what a block holds. */
final class BodyDiagnosis {

  private static final String RECORDED = "recorded";
  private static final String PLACES = "places";
  private static final String PLACES_AND_RECORDED = "places and recorded";

  private final RuleBook rules;
  private final Replay replay;
  private final Findings findings;
  private final BalanceDiagnosis balances;

  BodyDiagnosis(RuleBook rules, Replay replay, Findings findings) {
    this.rules = rules;
    this.replay = replay;
    this.findings = findings;
    this.balances = new BalanceDiagnosis(replay, findings);
  }

  /** A transaction at its place, as it most likely was; empty where nobody can tell. */
  private record Placed(HeldRow row, Optional<Transaction> transaction, Optional<Hash> leaf) {}

  /** What a block holds. */
  final class Body {

    private final List<Placed> placed;

    private Body(List<Placed> placed) {
      this.placed = placed;
    }

    int count() {
      return placed.size();
    }

    /** The root over it; empty if a leaf is not known. */
    Optional<Hash> root() {
      return BlockDiagnosis.root(placed.stream().map(Placed::leaf).toList());
    }

    List<Transaction> transactions() {
      return placed.stream().flatMap(one -> one.transaction().stream()).toList();
    }

    /** What it leaves the accounts it touches. */
    Map<AccountId, Standing> after() {
      return balances.after();
    }
  }

  /** Says what is wrong with the rows and with the balances that they lead to. */
  Body of(long index, BlockRow block, List<HeldRow> held) {
    var rows = inPlace(index, held);
    for (long missing = rows.size(); missing < expectedCount(block); missing++) {
      findings.add(PLACES, index + "/" + missing, Finding.ROW, Finding.NOTHING, "a row");
    }
    var claimed = block.hash(BlockRow.Column.MERKLE_ROOT);
    var idsFit = areIdsRight(claimed, rows);
    var finder = new ContentFinder(rules, rows, balances);
    long before = findings.count();
    var placed = new ArrayList<Placed>();
    for (var row : rows) {
      var one = placed(row, block, idsFit, finder);
      balances.apply(one.row(), one.transaction());
      placed.add(one);
    }
    var body = new Body(placed);
    if (findings.count() == before
        && claimed.isPresent()
        && !body.root().equals(claimed)
        && !explains(block, body)) {
      findings.add(
          RECORDED,
          "of block " + index + ": " + range(rows),
          "accepted, scheme or proof",
          "leaves with the root " + body.root().map(Hash::toString).orElse("of none"),
          "leaves with the root " + claimed.get());
    }
    return body;
  }

  /** How many the block has to hold, if its header can be believed. */
  private static long expectedCount(BlockRow block) {
    return block
        .header()
        .filter(header -> header.hash().toString().equals(block.text(BlockRow.Column.HASH)))
        .map(Header::count)
        .orElse(0);
  }

  /** The block's root says so of all together; empty if it fits neither ids nor contents. */
  private static Optional<Boolean> areIdsRight(Optional<Hash> claimed, List<HeldRow> rows) {
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    if (BlockDiagnosis.root(rows.stream().map(HeldRow::leafOfRow).toList()).equals(claimed)) {
      return Optional.of(true);
    }
    return BlockDiagnosis.root(rows.stream().map(HeldRow::leafOfContent).toList()).equals(claimed)
        ? Optional.of(false)
        : Optional.empty();
  }

  /** Whether it is the block's row that is wrong about what it holds. */
  private static boolean explains(BlockRow block, Body body) {
    return block
        .with(BlockRow.Column.MERKLE_ROOT, body.root().map(Hash::toString).orElse(null))
        .with(BlockRow.Column.TRANSACTION_COUNT, BigInteger.valueOf(body.count()))
        .header()
        .map(header -> header.hash().toString())
        .filter(block.text(BlockRow.Column.HASH)::equals)
        .isPresent();
  }

  private static String range(List<HeldRow> rows) {
    return rows.isEmpty() ? "none" : "seq " + rows.getFirst().seq() + " to " + rows.getLast().seq();
  }

  /** The rows at their positions, one each. */
  private List<HeldRow> inPlace(long index, List<HeldRow> held) {
    var rows = new ArrayList<HeldRow>();
    long seq = replay.lastSeq();
    for (var row : held) {
      var place = row.place().orElseThrow();
      if (place.position() < rows.size()) {
        findings.add(
            PLACES, key(row), Finding.ROW, "one more row, seq " + row.seq(), "one row, or none");
        continue;
      }
      for (int missing = rows.size(); missing < place.position(); missing++) {
        findings.add(PLACES, index + "/" + missing, Finding.ROW, Finding.NOTHING, "a row");
      }
      if (row.otherSeq().isPresent()) {
        findings.add(PLACES_AND_RECORDED, key(row), "seq", "" + place.seq(), row.seq());
      } else if (place.seq() == null || place.seq() <= seq) {
        findings.add(PLACES_AND_RECORDED, key(row), "seq", row.seq(), "a number above " + seq);
      }
      seq = Math.max(seq, row.number().orElse(seq));
      rows.add(row);
    }
    replay.reach(seq);
    return rows;
  }

  private static String key(HeldRow row) {
    return row.place().map(PlaceRow::key).orElse("?");
  }

  private Placed placed(
      HeldRow row, BlockRow block, Optional<Boolean> idsFit, ContentFinder finder) {
    if (row.recorded().isEmpty()) {
      findings.add(
          RECORDED, row.seq(), Finding.ROW, Finding.NOTHING, "the transaction at " + key(row));
      return new Placed(row, Optional.empty(), Optional.empty());
    }
    if (row.hasWrongContent(idsFit)) {
      return content(row, finder);
    }
    var transaction = row.transaction().orElseThrow();
    var expected = RecordedRow.of(transaction);
    for (var column : row.odd()) {
      add(row, column, expected.shown(column));
    }
    row.refused()
        .ifPresent(why -> {
          var column = why.code() == Refusal.SCHEME_WRONG ? Column.SCHEME : Column.PROOF;
          add(row, column, "what authorises it: " + why.detail());
        });
    checkDate(row, transaction, block);
    return new Placed(row, row.transaction(), row.leafOfContent());
  }

  private Placed content(HeldRow row, ContentFinder finder) {
    var recorded = row.recorded().orElseThrow();
    var better = finder.find(row);
    if (better.isPresent()) {
      var column = better.get().column();
      add(row, column, better.get().row().shown(column));
      var found = row.with(better.get().row(), rules.inForceAt(1));
      return new Placed(found, found.transaction(), found.leafOfContent());
    }
    boolean fits =
        row.transaction().filter(transaction -> balances.fit(row, transaction)).isPresent();
    var isIdOfNothing = recorded.id().isEmpty();
    findings.add(
        RECORDED,
        row.seq(),
        isIdOfNothing ? "id" : ContentFinder.columnsLeft(row, fits),
        isIdOfNothing ? recorded.shown(Column.ID) : "what does not hash to the id",
        isIdOfNothing ? "32 bytes" : "what hashes to " + recorded.shown(Column.ID));
    return new Placed(row, row.transaction().filter(transaction -> fits), row.leafOfRow());
  }

  private void add(HeldRow row, Column column, String expected) {
    findings.add(
        RECORDED, row.seq(), column.sql(), row.recorded().orElseThrow().shown(column), expected);
  }

  /** Only of what nobody sends is it known when it was accepted: with its block. */
  private void checkDate(HeldRow row, Transaction transaction, BlockRow block) {
    var time = Time.parse(block.text(BlockRow.Column.TIMESTAMP));
    if (!row.isSent()) {
      var expected =
          RecordedRow.of(
              Transaction.unsigned(transaction.content(), time.orElse(transaction.accepted())));
      for (var column : List.of(Column.ACCEPTED, Column.SCHEME, Column.PROOF)) {
        if (!row.recorded().orElseThrow().isEqual(expected, column)) {
          add(row, column, expected.shown(column));
        }
      }
    } else if (time.isPresent() && transaction.accepted().isAfter(time.get())) {
      add(row, Column.ACCEPTED, "at most " + time.get().millis());
    } else if (rules.genesis().time().isAfter(transaction.accepted())) {
      add(row, Column.ACCEPTED, "at least " + rules.genesis().time().millis());
    }
  }
}
