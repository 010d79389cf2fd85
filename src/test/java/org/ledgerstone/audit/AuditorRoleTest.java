package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/**
 * The role that {@code db/auditor.sql} makes reads everything and changes nothing. The ledger runs
 * under an owner who is no superuser, and it is the owner who runs the script.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AuditorRoleTest {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final Map<String, String> ARGUMENTS =
      Map.of(
          "block", "3",
          "address", "treasury",
          "asset", "COIN",
          "count", "5",
          "now", "2026-02-01T00:00:00Z");

  private final TestDatabase database = owned(TestDatabase.of(TestDatabase.Kind.POSTGRESQL));
  private TestLedger ledger;

  /** The same database, and who owns it. */
  private static TestDatabase owned(TestDatabase made) {
    try (var connection = made.connect();
        var statement = connection.createStatement()) {
      statement.execute("create role keeper login createrole");
      statement.execute("alter database " + connection.getCatalog() + " owner to keeper");
      var settings = new HashMap<>(made.settings());
      settings.put("DATABASE_USER", "keeper");
      return new TestDatabase(made.kind(), settings);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  void start() throws Exception {
    ledger = AuditedLedger.start(database);
    var script = Files.readString(Path.of("db/auditor.sql"));
    try (var owner = database.connect();
        var statement = owner.createStatement()) {
      statement.execute(script);
      statement.execute(script);
      statement.execute("create role ann login in role ledger_auditor");
    }
  }

  @AfterAll
  void stop() {
    ledger.close();
  }

  private Connection auditor() throws SQLException {
    return DriverManager.getConnection(
        Objects.requireNonNull(database.settings().get("DATABASE_URL")), "ann", "");
  }

  /** All of a kind, r for tables and v for views; the partitions are tables. */
  private static List<String> named(Connection connection, String kinds) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
                + " and relkind::text = any (?) order by relname")) {
      statement.setArray(1, connection.createArrayOf("text", kinds.split("")));
      var names = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  private static void read(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from " + table)) {
      rows.next();
    }
  }

  private static void refused(Connection connection, String sql) {
    assertThatThrownBy(
            () -> {
              try (var statement = connection.createStatement()) {
                statement.execute(sql);
              }
            })
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class,
            e ->
                assertThat(e.getSQLState())
                    .as(sql + ": " + e.getMessage())
                    .isEqualTo(INSUFFICIENT_PRIVILEGE));
  }

  private static void changesNothing(Connection connection, String table) throws SQLException {
    refused(connection, "insert into " + table + " default values");
    refused(connection, "delete from " + table);
    refused(connection, "truncate " + table);
    refused(connection, "update " + table + " set " + firstColumn(connection, table) + " = null");
    refused(connection, "do 'begin lock table " + table + " in exclusive mode; end'");
    refused(connection, "alter table " + table + " add column more int");
    refused(connection, "drop table " + table);
  }

  private static String firstColumn(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from " + table + " where false")) {
      return "\"" + rows.getMetaData().getColumnLabel(1) + "\"";
    }
  }

  @Test
  void readsEveryTableAndViewAndRunsEveryQuery() throws Exception {
    try (var connection = auditor()) {
      var names = named(connection, "rpv");
      assertThat(names)
          .contains("blocks", "recorded", "recorded_1", "transactions_readable", "peers");
      for (var name : names) {
        read(connection, name);
      }
      for (var query : AuditorsQuery.all(TestDatabase.Kind.POSTGRESQL)) {
        var rows = query.run(connection, ARGUMENTS);
        boolean finds = query.name().matches("broken.*|wrong.*|conservation_by_block");
        assertThat(rows.isEmpty()).as("%s", query.file()).isEqualTo(finds);
      }
    }
  }

  @Test
  void changesNoTable() throws Exception {
    try (var connection = auditor()) {
      for (var table : named(connection, "rp")) {
        changesNothing(connection, table);
      }
    }
  }

  @Test
  void makesNothing() throws Exception {
    try (var connection = auditor()) {
      for (var sql :
          List.of(
              "create table mine (one int)",
              "create temporary table mine (one int)",
              "create view mine as select 1",
              "create schema mine",
              "create function mine() returns int language sql as 'select 1'",
              "create sequence mine",
              "select nextval('accounts_id_seq')",
              "select setval('accounts_id_seq', 1)",
              "select reach_recorded(0)",
              "create or replace view pool as select * from recorded",
              "alter table blocks owner to ann",
              "create role mine",
              "set role keeper")) {
        refused(connection, sql);
      }
    }
  }

  @Test
  void readsAPartitionThatIsMadeLaterAndDoesNotChangeIt() throws Exception {
    try (var owner = database.connect();
        var connection = auditor()) {
      var before = named(connection, "r");
      read(owner, "reach_recorded(1048576 * 65536::bigint * 3)");
      var made = named(connection, "r");
      made.removeAll(before);
      assertThat(made).contains("recorded_2", "recorded_3");
      for (var partition : made) {
        read(connection, partition);
        changesNothing(connection, partition);
      }
    }
  }

  @Test
  void readsATableThatALaterVersionBrings() throws Exception {
    try (var owner = database.connect();
        var statement = owner.createStatement();
        var connection = auditor()) {
      statement.execute("create table later (one int)");
      statement.execute("create view later_readable as select * from later");
      try {
        read(connection, "later");
        read(connection, "later_readable");
        changesNothing(connection, "later");
      } finally {
        statement.execute("drop view later_readable");
        statement.execute("drop table later");
      }
    }
  }

  @Test
  void isNotMadeWhereThereIsNoLedger() throws Exception {
    var script = Files.readString(Path.of("db/auditor.sql"));
    try (var connection = TestDatabase.of(TestDatabase.Kind.POSTGRESQL).connect();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(script))
          .hasMessageContaining("There is no ledger in the schema public");
    }
  }
}
