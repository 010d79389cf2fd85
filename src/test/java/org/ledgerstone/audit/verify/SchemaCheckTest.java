package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestLedger;

/** What keeps the tables in order is there, and nothing acts behind one's back. */
class SchemaCheckTest {

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What is done to the schema, which table a finding names, and its column. */
  private record Done(String sql, String table, String column) {}

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void whatIsTakenAwayIsMissed(TestDatabase.Kind kind) throws Exception {
    boolean isH2 = kind == TestDatabase.Kind.H2;
    try (var ledger = TestLedger.start(kind, new TestGenesis());
        var connection = ledger.get(DataSource.class).getConnection()) {
      var schema = new SchemaCheck(isH2);
      assertThat(schema.check(connection).kept()).isEmpty();
      var all =
          List.of(
              new Done(
                  "alter table accounts drop constraint accounts_are_never_below_zero",
                  "accounts",
                  "constraint"),
              new Done(
                  "alter table places drop constraint places_are_taken_once",
                  "places",
                  "constraint"),
              new Done(
                  "alter table accounts alter column valid drop not null", "accounts", "column"),
              new Done(
                  "alter table head add constraint head_is_low check (version < 1000000000)",
                  "head",
                  "constraint"),
              new Done(
                  isH2
                      ? "drop index recorded_by_id"
                      : "create rule nothing as on delete to dropped do instead nothing",
                  isH2 ? "recorded" : "dropped",
                  isH2 ? "unique index" : "rule"),
              new Done(
                  "create or replace view side_blocks_readable as select block_index, hash,"
                      + " previous_hash, header, work, bytes, "
                      + (isH2 ? "utf8tostring(body)" : "utf8tostring(body)")
                      + " as body from side_blocks where block_index > 5",
                  "side_blocks_readable",
                  "view"));
      for (var one : all) {
        int before = schema.check(connection).kept().size();
        run(connection, one.sql());
        var found = schema.check(connection).kept();
        assertThat(found).as(one.sql()).hasSizeGreaterThan(before);
        assertThat(found)
            .as(one.sql())
            .anyMatch(f -> f.table().equals(one.table()) && f.column().equals(one.column()));
        // What should be there was not learned from what is there.
        assertThat(found).isEqualTo(new SchemaCheck(isH2).check(connection).kept());
      }
    }
  }
}
