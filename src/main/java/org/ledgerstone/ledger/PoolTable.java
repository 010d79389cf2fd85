package org.ledgerstone.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transaction;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The pending transactions, in order of acceptance: what is recorded with a number above that of
 * everything sealed.
 */
@Component
class PoolTable {

  /** A pending transaction and its number in the pool. */
  record Pending(long seq, Transaction transaction) {}

  /** How long it is told that a transaction was dropped: a day. */
  static final long DROPPED_MILLIS = 86_400_000;

  /** Which rows of the table are pending. */
  static final String PENDING = "seq > (select sealed_to from head)";

  /** Whether there is any: more were admitted than have left. */
  static final String ANYTHING_PENDING =
      "(select admitted from admissions) > (select pool_left from head)";

  /** The highest number up to the end of a block; a genesis need hold nothing. */
  static final String LAST_OF_BLOCK =
      "select coalesce(max(seq), 0) from places where block_index = ?";

  private final JdbcClient jdbc;
  private final SetStatements sets;
  private final Partitions partitions;
  private final Clock clock;
  private final RowMapper<Pending> mapper;

  PoolTable(
      JdbcClient jdbc, SetStatements sets, Partitions partitions, RuleBook rules, Clock clock) {
    this.jdbc = jdbc;
    this.sets = sets;
    this.partitions = partitions;
    this.clock = clock;
    this.mapper =
        (row, n) ->
            new Pending(row.getLong("seq"), TransactionColumns.read(row, rules.ledger(), 0));
  }

  /** Records these. They are pending until the head has moved past them. */
  void record(List<Pending> rows) {
    if (rows.isEmpty()) {
      return;
    }
    partitions.reach(rows.getLast().seq());
    var columns =
        TransactionColumns.of(rows.stream().map(Pending::transaction).toList())
            .add("bigint", rows, Pending::seq);
    sets.updateExactly(
        rows.size(),
        "insert into recorded (" + TransactionColumns.NAMES + ", seq) select * from %s",
        columns);
  }

  /** The oldest after this number, at most so many. */
  List<Pending> after(long seq, int limit) {
    return jdbc.sql(
            "select seq, "
                + TransactionColumns.NAMES
                + " from recorded where seq > ? and "
                + PENDING
                + " order by seq limit ?")
        .params(seq, limit)
        .query(mapper)
        .list();
  }

  /** What these accounts have pending as senders, in order of acceptance. */
  List<Pending> of(Collection<AccountId> senders) {
    if (count() == 0) {
      return List.of();
    }
    var wanted = List.copyOf(senders);
    return sets.query(
        "select p.seq, p."
            + TransactionColumns.NAMES.replace(", ", ", p.")
            + " from %s as k (address, asset) join recorded p"
            + " on p.sender = k.address and p.asset = k.asset and p."
            + PENDING
            + " order by p.seq",
        new Columns()
            .add("varchar", wanted, account -> account.address().text())
            .add("varchar", wanted, account -> account.asset().code()),
        mapper);
  }

  /** Those with these ids that are pending, in order of acceptance. */
  List<Pending> those(List<Hash> ids) {
    return sets.query(
        "select p.seq, p."
            + TransactionColumns.NAMES.replace(", ", ", p.")
            + " from %s as k (id) join recorded p on p.id = k.id and p."
            + PENDING
            + " order by p.seq",
        new Columns().add("bytea", ids, Hash::bytes),
        mapper);
  }

  /** How those of these that are pending are authorised. */
  Map<Hash, Authorization> held(List<Hash> ids) {
    return ids.isEmpty() || count() == 0 ? Map.of() : authorizations(ids, PENDING);
  }

  /** How those of these are authorised that are pending or stand in a block above this one. */
  Map<Hash, Authorization> heldAbove(long index, List<Hash> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    long last = jdbc.sql(LAST_OF_BLOCK).param(index).query(Long.class).single();
    return authorizations(ids, "seq > " + last);
  }

  private Map<Hash, Authorization> authorizations(List<Hash> ids, String where) {
    var held = new HashMap<Hash, Authorization>();
    sets.query(
            "select p.id, p.scheme, p.proof from %s as k (id) join recorded p on p.id = k.id and p."
                + where,
            new Columns().add("bytea", ids, Hash::bytes),
            (row, n) -> Map.entry(Hash.wrap(row.getBytes("id")), authorization(row)))
        .forEach(one -> held.put(one.getKey(), one.getValue()));
    return held;
  }

  private static Authorization authorization(ResultSet row) throws SQLException {
    return Authorization.of(row.getInt("scheme"), row.getBytes("proof"))
        .orElseThrow(() -> new BrokenLedgerException("What is held cannot be read"));
  }

  /** Removes those of these transactions that are pending; how many those were. */
  int remove(List<Hash> ids) {
    return sets.update(
        "merge into recorded p using (select * from %s as k (id)) k on p.id = k.id and p."
            + PENDING
            + " when matched then delete",
        new Columns().add("bytea", ids, Hash::bytes));
  }

  /** Moves transactions out of the pool, each with the reason, to where they are told about. */
  void drop(Map<Pending, String> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    var rows = List.copyOf(reasons.entrySet());
    var ids = rows.stream().map(e -> e.getKey().transaction().id()).toList();
    sets.update(
        "merge into dropped d using (select * from %s as k (id)) k on d.id = k.id when matched then"
            + " delete",
        new Columns().add("bytea", ids, Hash::bytes));
    sets.updateExactly(
        rows.size(),
        "insert into dropped ("
            + TransactionColumns.NAMES
            + ", reason, dropped_at)"
            + " select * from %s",
        TransactionColumns.of(rows.stream().map(e -> e.getKey().transaction()).toList())
            .add("varchar", rows, Map.Entry::getValue)
            .add("bigint", rows, e -> clock.millis()));
    if (remove(ids) != rows.size()) {
      throw new BrokenLedgerException("What was to be dropped was no longer pending");
    }
  }

  /** Whether exactly these are still the oldest. */
  boolean beginsWith(List<Pending> oldest) {
    return oldest.isEmpty()
        || oldest.size()
            == jdbc.sql("select count(*) from recorded where seq <= ? and " + PENDING)
                .param(oldest.getLast().seq())
                .query(Integer.class)
                .single();
  }

  /** How many numbers are free between what is sealed and what is or will be pending. */
  long room(Head head) {
    long next =
        jdbc.sql(
                "select coalesce((select min(seq) from recorded where seq > ?), last_seq + ?) from"
                    + " admissions")
            .params(head.sealedTo(), Admitted.APART)
            .query(Long.class)
            .single();
    return next - head.sealedTo() - 1;
  }

  /** Gives what is pending, up to this number, higher numbers by so much. */
  void shift(long last, long by) {
    partitions.reach(last + by);
    jdbc.sql("update recorded set seq = seq + ? where " + PENDING).param(by).update();
  }

  /**
   * How many have come into the pool and how many have left it, since the beginning and through
   * whatever instance.
   */
  record Passage(long admitted, long left) {

    long pending() {
      return admitted - left;
    }
  }

  /** How many have come and gone. */
  Passage passage() {
    return jdbc.sql("select a.admitted, h.pool_left from admissions a cross join head h")
        .query((row, n) -> new Passage(row.getLong(1), row.getLong(2)))
        .single();
  }

  /** How many are pending, without counting them. */
  long count() {
    return passage().pending();
  }

  /** Forgets what was dropped more than a day ago. */
  void forgetDropped() {
    jdbc.sql("delete from dropped where dropped_at < ?")
        .param(clock.millis() - DROPPED_MILLIS)
        .update();
  }
}
