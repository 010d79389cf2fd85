package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.RecordedRow.Column;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferRules;

/** Compares what the chain leads to with the tables that say so: head, accounts, pool, dropped. */
final class StateCheck {

  private static final String RECORDED = "recorded";
  private static final int POOL_ROWS = 2_000;

  private final LedgerRows rows;
  private final RuleBook rules;
  private final Replay replay;
  private final Findings findings;

  StateCheck(LedgerRows rows, RuleBook rules, Replay replay, Findings findings) {
    this.rows = rows;
    this.rules = rules;
    this.replay = replay;
    this.findings = findings;
  }

  void check() throws SQLException {
    checkHead();
    checkAccounts();
    checkPool();
    checkDropped();
  }

  private record HeadRow(long index, String hash, BigInteger work, long sealedTo) {}

  private void checkHead() throws SQLException {
    var heads =
        rows.all(
            "select block_index, block_hash, work, sealed_to from head",
            row ->
                new HeadRow(
                    row.getLong(1),
                    "" + row.getString(2),
                    RecordedRow.wholeOrZero(row.getBigDecimal(3)),
                    row.getLong(4)));
    if (heads.size() != 1) {
      findings.add("head", "", Finding.ROW, heads.size() + " rows", "one row");
      return;
    }
    var head = heads.getFirst();
    findings.unlessEqual("head", 1, "block_index", head.index(), replay.index());
    findings.unlessEqual("head", 1, "block_hash", head.hash(), replay.parentHash().toString());
    findings.unlessEqual("head", 1, "work", head.work(), replay.work());
    findings.unlessEqual("head", 1, "sealed_to", head.sealedTo(), lastSealed());
  }

  /** The number up to which everything is sealed; they begin above zero. */
  private long lastSealed() {
    return Math.max(0, replay.lastSeq());
  }

  private void checkAccounts() throws SQLException {
    var expected = new PeekedAccounts(replay.state());
    rows.each(
        "select address, asset, valid, next_nonce from accounts order by address, asset",
        row -> {
          var key = row.getString(1) + " " + row.getString(2);
          var stored = RecordedRow.whole(row.getBigDecimal(3));
          var should = expected.upTo(key, this::missing);
          if (should.isEmpty()) {
            findings.add("accounts", key, Finding.ROW, "one more row", "no row");
            return;
          }
          findings.unlessEqual("accounts", key, "valid", stored, should.get().spendable());
          findings.unlessEqual(
              "accounts", key, "next_nonce", RecordedRow.number(row, 4), should.get().nextNonce());
        });
    expected.rest(this::missing);
  }

  private void missing(String key, Standing standing) {
    findings.add(
        "accounts",
        key,
        Finding.ROW,
        Finding.NOTHING,
        standing.spendable() + ", next nonce " + standing.nextNonce());
  }

  private record PoolRow(long seq, HeldRow held) {}

  private void checkPool() throws SQLException {
    long count = 0;
    long last = lastSealed();
    var standings = new HashMap<AccountId, Standing>();
    while (true) {
      var page =
          rows.all(
              "select seq, "
                  + RecordedRow.NAMES
                  + " from recorded where seq > ? order by seq limit "
                  + POOL_ROWS,
              row -> Map.entry(row.getLong(1), RecordedRow.read(row, 2)),
              last);
      var looked =
          page.parallelStream()
              .map(row ->
                  new PoolRow(
                      row.getKey(),
                      HeldRow.pending(row.getValue(), rules.inForceAt(replay.index()))))
              .toList();
      for (var row : looked) {
        checkPending(row, last, standings);
        last = row.seq();
      }
      count += page.size();
      if (page.isEmpty()) {
        break;
      }
    }
    checkAdmissions(count, last);
  }

  private void checkPending(PoolRow row, long last, Map<AccountId, Standing> standings) {
    if (row.seq() == last) {
      findings.add(RECORDED, row.seq(), Finding.ROW, "several rows", "one row");
      return;
    }
    check(RECORDED, row.seq(), row.held());
    if (row.held().transaction().isPresent()
        && row.held().transaction().get().content() instanceof Transfer transfer) {
      var account = new AccountId(transfer.from(), transfer.asset());
      var before = standings.getOrDefault(account, replay.standing(account));
      var time = row.held().transaction().get().accepted();
      TransferRules.judge(transfer, before, time)
          .ifPresent(why ->
              findings.add(
                  RECORDED,
                  row.seq(),
                  why.code() == Refusal.BALANCE_TOO_LOW ? "amount" : "nonce",
                  why.code() == Refusal.BALANCE_TOO_LOW ? transfer.amount() : transfer.nonce(),
                  why.detail()));
      standings.put(account, before.paying(transfer));
    }
  }

  /** Looks at a transaction that no block commits to. */
  private void check(String table, Object key, HeldRow held) {
    var row = held.recorded().orElseThrow();
    if (held.hasWrongContent(Optional.empty())) {
      var finder = new ContentFinder(rules, List.of(held), new BalanceDiagnosis(replay, findings));
      var better = finder.find(held);
      findings.add(
          table,
          key,
          better.map(found -> found.column().sql()).orElseGet(() -> columnsLeft(held)),
          better.map(found -> row.shown(found.column())).orElse("what does not hash to the id"),
          better
              .map(found -> found.row().shown(found.column()))
              .orElse("what hashes to " + row.shown(Column.ID)));
      return;
    }
    if (!held.isSent()) {
      findings.add(table, key, "kind", row.shown(Column.KIND), "transfer or post");
      return;
    }
    var expected = RecordedRow.of(held.transaction().get());
    for (var column : held.odd()) {
      findings.add(table, key, column.sql(), row.shown(column), expected.shown(column));
    }
    held.refused()
        .ifPresent(why ->
            findings.add(
                table,
                key,
                why.code() == Refusal.SCHEME_WRONG ? "scheme or proof" : "proof",
                row.shown(Column.PROOF),
                "what authorises it: " + why.detail()));
    if (rules.genesis().time().isAfter(held.transaction().get().accepted())) {
      findings.add(
          table,
          key,
          "accepted",
          row.shown(Column.ACCEPTED),
          "at least " + rules.genesis().time().millis());
    }
  }

  private static String columnsLeft(HeldRow held) {
    var left = ContentFinder.columnsLeft(held, false);
    return held.transaction().isPresent() ? "id, " + left : left;
  }

  private void checkAdmissions(long pending, long last) throws SQLException {
    var counts =
        rows.all(
            "select (select sum(pool_left) from head), admitted, last_seq from admissions",
            row -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)));
    if (counts.size() != 1) {
      findings.add("admissions", "", Finding.ROW, counts.size() + " rows", "one row");
      return;
    }
    var count = counts.getFirst();
    if (count.get(1) - count.get(0) != pending) {
      findings.add(
          "recorded, head, admissions",
          "above " + lastSealed(),
          "rows, pool_left, admitted",
          pending + " pending, " + count.get(0) + " left, " + count.get(1) + " admitted",
          "as many pending as admitted and not left");
    }
    if (pending > 0 && count.get(2) < last) {
      findings.add("admissions", 1, "last_seq", count.get(2), "at least " + last);
    }
  }

  private void checkDropped() throws SQLException {
    var reasons =
        Stream.of(Refusal.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    rows.each(
        "select reason, " + RecordedRow.NAMES + " from dropped order by id",
        row -> {
          var recorded = RecordedRow.read(row, 2);
          var key = recorded.shown(Column.ID);
          check("dropped", key, HeldRow.pending(recorded, rules.inForceAt(replay.index())));
          if (!isAny(reasons, row.getString(1))) {
            findings.add("dropped", key, "reason", row.getString(1), "a refusal's code");
          }
        });
  }

  private static boolean isAny(Set<String> reasons, @Nullable String reason) {
    return reason != null && reasons.contains(reason);
  }
}
