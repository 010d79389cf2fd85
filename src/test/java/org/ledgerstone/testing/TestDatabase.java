package org.ledgerstone.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty database of its own for a test, of either kind. */
public record TestDatabase(Kind kind, Map<String, String> settings) {

  /** The databases that the ledger runs on. */
  public enum Kind {
    /** H2 in a file. */
    H2,
    /** PostgreSQL, started from a jar. */
    POSTGRESQL
  }

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** One PostgreSQL server for all tests of this JVM; it ends with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        // It would be set up to forget, for speed; the ledger refuses that.
        return Scratch.ending(
            EmbeddedPostgres.builder()
                .setDataDirectory(Scratch.directory("postgres"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new, empty database. */
  public static TestDatabase of(Kind kind) {
    return kind == Kind.H2 ? h2(newDirectory()) : postgres();
  }

  /** H2 in this directory, which may hold a database already. */
  public static TestDatabase h2(Path directory) {
    return new TestDatabase(Kind.H2, Map.of("LEDGER_DATA_DIR", directory.toString()));
  }

  /**
   * A new PostgreSQL database whose tables belong to somebody else than to whom the service works
   * as, and from whose hand a plain connection is.
   */
  public static TestDatabase postgresWithLeastRights() {
    var made = postgres();
    try (var connection = made.connect();
        var statement = connection.createStatement()) {
      var name = connection.getCatalog();
      statement.execute("create role " + name + "_owner login");
      statement.execute("create role " + name + "_service login");
      statement.execute("alter database " + name + " owner to " + name + "_owner");
      var settings = new HashMap<>(made.settings());
      settings.put("DATABASE_OWNER", name + "_owner");
      settings.put("DATABASE_USER", name + "_service");
      return new TestDatabase(made.kind(), settings);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A plain connection that passes the node by; on H2 only from the process that has the file open,
   * or when none has.
   */
  public Connection connect() throws SQLException {
    return kind == Kind.H2
        ? DriverManager.getConnection(
            "jdbc:h2:file:"
                + settings.get("LEDGER_DATA_DIR")
                + "/ledger;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "sa",
            "")
        : DriverManager.getConnection(
            settings.get("DATABASE_URL"), settings.get("DATABASE_USER"), "");
  }

  /** How many rows there are in a table, or in a table where something holds. */
  public long countOf(String rows) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var counted = statement.executeQuery("select count(*) from " + rows)) {
      counted.next();
      return counted.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestDatabase postgres() {
    var name = "ledger" + COUNT.incrementAndGet();
    try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new TestDatabase(
        Kind.POSTGRESQL,
        Map.of(
            "DATABASE_URL",
            Server.POSTGRES.getJdbcUrl("postgres", name).replaceFirst("\\?.*", ""),
            "DATABASE_USER",
            "postgres",
            "LEDGER_DATA_DIR",
            newDirectory().toString()));
  }

  private static Path newDirectory() {
    return Scratch.directory("ledger-test");
  }
}
