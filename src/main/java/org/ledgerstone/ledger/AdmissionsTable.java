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
    return query("select version, admitted from admissions");
  }

  /** Waits for and keeps out everybody else who admits, in any instance. */
  Admitted lock() {
    return query("select version, admitted from admissions where one = 1 for update");
  }

  private Admitted query(String sql) {
    return jdbc.sql(sql)
        .query((row, n) -> new Admitted(row.getLong("version"), row.getLong("admitted")))
        .single();
  }

  void start() {
    jdbc.sql("insert into admissions (one, version, admitted) values (1, 1, 0)").update();
  }

  void moveTo(Admitted admitted) {
    jdbc.sql("update admissions set version = ?, admitted = ? where one = 1")
        .params(admitted.version(), admitted.count())
        .update();
  }
}
