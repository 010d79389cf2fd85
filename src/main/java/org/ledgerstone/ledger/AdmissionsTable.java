package org.ledgerstone.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row that whoever admits locks. */
@Component
class AdmissionsTable {

  private final JdbcClient jdbc;

  AdmissionsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** As last committed. */
  Admitted read() {
    return query("select version, admitted, last_seq from admissions");
  }

  /** Waits for and keeps out everybody else who admits, in any instance. */
  Admitted lock() {
    return query("select version, admitted, last_seq from admissions where one = 1 for update");
  }

  private Admitted query(String sql) {
    return jdbc.sql(sql)
        .query((row, n) ->
            new Admitted(row.getLong("version"), row.getLong("admitted"), row.getLong("last_seq")))
        .single();
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
