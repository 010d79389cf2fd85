package org.ledgerstone.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.ledgerstone.web.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row that whoever admits locks. */
@Component
class AdmissionsTable {

  private final JdbcClient jdbc;
  private final SchemaLevel schema;

  AdmissionsTable(JdbcClient jdbc, SchemaLevel schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** As last committed. */
  Admitted read() {
    return jdbc.sql("select version, admitted, last_seq from admissions")
        .query((row, n) -> admitted(row))
        .single();
  }

  /**
   * Waits for and keeps out everybody else who admits, in any instance.
   *
   * @throws Problem {@code SCHEMA_NEWER} if a newer version has changed the tables
   */
  Admitted lock() {
    return jdbc.sql(
            "select version, admitted, last_seq, "
                + SchemaLevel.MIGRATED
                + " from admissions where one = 1 for update")
        .query((row, n) -> {
          schema.require(row.getLong("migrated"));
          return admitted(row);
        })
        .single();
  }

  private static Admitted admitted(ResultSet row) throws SQLException {
    return new Admitted(row.getLong("version"), row.getLong("admitted"), row.getLong("last_seq"));
  }

  void start(long lastSeq) {
    jdbc.sql("insert into admissions (one, version, admitted, last_seq) values (1, 1, 0, ?)")
        .param(lastSeq)
        .update();
  }

  void moveTo(Admitted admitted) {
    jdbc.sql("update admissions set version = ?, admitted = ?, last_seq = ? where one = 1")
        .params(admitted.version(), admitted.count(), admitted.lastSeq())
        .update();
  }

  /** Something else has changed than what was admitted. */
  void raiseVersion() {
    jdbc.sql("update admissions set version = version + 1 where one = 1").update();
  }

  /** What is pending has numbers up to this one at least. */
  void reach(long seq) {
    jdbc.sql("update admissions set last_seq = ? where one = 1 and last_seq < ?")
        .params(seq, seq)
        .update();
  }

  /** All numbers given so far are higher by so much now. */
  void shift(long by) {
    jdbc.sql("update admissions set last_seq = last_seq + ? where one = 1").param(by).update();
  }
}
