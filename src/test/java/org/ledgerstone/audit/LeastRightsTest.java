package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** A service that does not own its tables can do its work with them, and not much else. */
@TestInstance(Lifecycle.PER_CLASS)
class LeastRightsTest {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final TestDatabase database = TestDatabase.postgresWithLeastRights();
  private TestLedger ledger;

  @BeforeAll
  void start() {
    ledger = AuditedLedger.start(database);
  }

  @AfterAll
  void stop() {
    ledger.stop();
  }

  @Test
  void doesItsWork() throws Exception {
    Invariants.check(ledger.node());
    assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      // What making a checkpoint begins with; nothing is final here yet.
      assertThat(statement.execute("select size from checkpoints for update")).isTrue();
    }
    assertThat(database.countOf("recorded_1")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update blocks set data = 'x'",
        "update places set sender_balance = 0",
        "update history set hash = hash",
        "update checkpoints set note = note",
        "delete from checkpoints",
        "delete from checkpoint_alarms",
        "delete from below_final",
        "delete from head",
        "truncate recorded",
        "truncate blocks cascade",
        "drop table dropped",
        "alter table accounts drop constraint accounts_are_never_below_zero",
        "alter table recorded disable trigger all",
        "create index ours on accounts (valid)",
        "create table ours (one int)",
        "create function ours() returns int language sql return 1",
        "update flyway_schema_history set success = false",
        "insert into flyway_schema_history select * from flyway_schema_history",
        "set session_replication_role = replica"
      })
  void mayNot(String statement) {
    try (var connection = database.connect();
        var forbidden = connection.createStatement()) {
      assertThatThrownBy(() -> forbidden.execute(statement))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).as(statement).isEqualTo(INSUFFICIENT_PRIVILEGE));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void ownsNothing() throws SQLException {
    try (var connection = database.connect()) {
      assertThat(owned(connection)).isEmpty();
    }
  }

  private static List<String> owned(Connection connection) throws SQLException {
    var owned = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select relname from pg_class where relowner = to_regrole(current_user)")) {
      while (rows.next()) {
        owned.add(rows.getString(1));
      }
    }
    return owned;
  }
}
