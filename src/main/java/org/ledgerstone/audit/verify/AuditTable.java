package org.ledgerstone.audit.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.Audit.Extent;
import org.ledgerstone.audit.verify.Audit.Status;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** The audits in SQL, the newest {@value #KEPT_MAX}, with what each has found. */
@Component
class AuditTable {

  static final int KEPT_MAX = 100;

  private static final int AT_ONCE = 200;
  private static final int WORDS_MAX = 2_000;
  private static final int FAILURE_MAX = 1_000;
  private static final int NAME_MAX = 40;
  private static final int COLUMNS_MAX = 200;
  private static final int TEXT_MAX = 500;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  AuditTable(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** One begins. */
  Audit insert(String node, boolean full, String heldAgainst, Instant now) {
    var key = new GeneratedKeyHolder();
    jdbc.sql(
            "insert into audits (node, status, whole, held_against, started, beat, from_index,"
                + " to_index, transactions, transactions_due, findings)"
                + " values (?, 'RUNNING', ?, ?, ?, ?, 0, 0, 0, 0, 0)")
        .params(node, full, cut(heldAgainst, WORDS_MAX), now.toEpochMilli(), now.toEpochMilli())
        .update(key, "id");
    return find(Objects.requireNonNull(key.getKey()).longValue()).orElseThrow();
  }

  /** Its process says that it runs, and how far it is. */
  void beat(long id, Extent extent, Instant now) {
    jdbc.sql(
            "update audits set beat = ?, from_index = ?, to_index = ?, transactions = ?,"
                + " transactions_due = ? where id = ? and status = 'RUNNING'")
        .params(
            now.toEpochMilli(), extent.from(), extent.to(), extent.transactions(), extent.due(), id)
        .update();
  }

  /** It has ended so. Takes a transaction for granted. */
  void end(Audit ended, List<Finding> findings) {
    jdbc.sql(
            "update audits set status = ?, ended = ?, from_index = ?, to_index = ?,"
                + " transactions = ?, transactions_due = ?, head_hash = ?, findings = ?,"
                + " failure = ? where id = ?")
        .param(ended.status().name())
        .param(ended.ended().map(Instant::toEpochMilli).orElse(null))
        .param(ended.extent().from())
        .param(ended.extent().to())
        .param(ended.extent().transactions())
        .param(ended.extent().due())
        .param(ended.head().map(Hash::toString).orElse(null))
        .param(ended.findings())
        .param(ended.failure().map(text -> cut(text, FAILURE_MAX)).orElse(null))
        .param(ended.id())
        .update();
    insert(ended.id(), findings);
  }

  private void insert(long id, List<Finding> findings) {
    int[] place = {0};
    template.batchUpdate(
        "insert into audit_findings (audit, place, table_name, row_key, column_name, found,"
            + " expected) values (?, ?, ?, ?, ?, ?, ?)",
        findings,
        AT_ONCE,
        (statement, finding) -> {
          statement.setLong(1, id);
          statement.setInt(2, ++place[0]);
          statement.setString(3, cut(finding.table(), NAME_MAX));
          statement.setString(4, cut(finding.key(), TEXT_MAX));
          statement.setString(5, cut(finding.column(), COLUMNS_MAX));
          statement.setString(6, cut(finding.found(), TEXT_MAX));
          statement.setString(7, cut(finding.expected(), TEXT_MAX));
        });
  }

  private static String cut(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }

  /** Those whose processes have been silent for so long run no more. */
  void interruptSilent(Duration silent, Instant now) {
    jdbc.sql(
            "update audits set status = 'INTERRUPTED', ended = beat"
                + " where status = 'RUNNING' and beat < ?")
        .param(now.minus(silent).toEpochMilli())
        .update();
  }

  /** Only the newest stay. */
  void forgetOld() {
    var oldest =
        jdbc.sql("select id from audits order by id desc limit 1 offset " + KEPT_MAX)
            .query(Long.class)
            .optional();
    oldest.ifPresent(id -> {
      jdbc.sql("delete from audit_findings where audit <= ?").param(id).update();
      jdbc.sql("delete from audits where id <= ?").param(id).update();
    });
  }

  /** Those before this one, the newest first. */
  List<Audit> before(long id, int limit) {
    return jdbc.sql("select * from audits where id < ? order by id desc limit " + limit)
        .param(id)
        .query(AuditTable::audit)
        .list();
  }

  Optional<Audit> find(long id) {
    return jdbc.sql("select * from audits where id = ?")
        .param(id)
        .query(AuditTable::audit)
        .optional();
  }

  /** What one has found, in order. */
  List<Finding> findings(long id) {
    return jdbc.sql("select * from audit_findings where audit = ? order by place")
        .param(id)
        .query((row, n) ->
            new Finding(
                row.getString("table_name"),
                row.getString("row_key"),
                row.getString("column_name"),
                row.getString("found"),
                row.getString("expected")))
        .list();
  }

  private static Audit audit(ResultSet row, int number) throws SQLException {
    return new Audit(
        row.getLong("id"),
        row.getString("node"),
        Status.valueOf(row.getString("status")),
        row.getBoolean("whole"),
        row.getString("held_against"),
        Instant.ofEpochMilli(row.getLong("started")),
        Instant.ofEpochMilli(row.getLong("beat")),
        ended(row),
        new Extent(
            row.getLong("from_index"),
            row.getLong("to_index"),
            row.getLong("transactions"),
            row.getLong("transactions_due")),
        text(row, "head_hash").flatMap(Hash::parse),
        row.getLong("findings"),
        text(row, "failure"));
  }

  private static Optional<Instant> ended(ResultSet row) throws SQLException {
    long millis = row.getLong("ended");
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    @Nullable String text = row.getString(column);
    return Optional.ofNullable(text);
  }
}
