package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one server that everything is measured on. It confirms nothing that is not durable. */
public interface Postgres extends AutoCloseable {

  /** The superuser, who needs no password: the server listens on the loopback address only. */
  String USER = "postgres";

  /** What is set beyond the defaults, the same for all; nothing of it weakens durability. */
  Map<String, String> SETTINGS =
      Map.of(
          "shared_buffers", "1GB",
          "min_wal_size", "4GB",
          "max_wal_size", "8GB",
          "checkpoint_timeout", "15min",
          "max_connections", "200");

  /** As many as the least size of the log that is set. */
  int LOG_FILES = 256;

  /** What is read back from the server and printed. */
  List<String> SHOWN =
      List.of(
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "wal_sync_method",
          "shared_buffers",
          "min_wal_size",
          "max_wal_size",
          "checkpoint_timeout",
          "max_connections");

  /** Where it comes from, in a word. */
  String origin();

  /** Where its programs lie, if it brings more than the server. */
  Optional<Path> programs();

  int port();

  /** The process that all others of the server are children of. */
  long postmaster();

  @Override
  void close() throws IOException, InterruptedException;

  /** A database's address for JDBC. */
  default String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, "");
  }

  /** Runs statements. */
  default void execute(String database, String... statements) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Has files of the log ready to be used again, as a server has that has run for a while: whoever
   * commits when a new one has to be made waits for 16 MiB of zeros.
   */
  default void recycleLog() throws SQLException {
    for (int i = 0; i < LOG_FILES; i++) {
      execute(USER, "select pg_logical_emit_message(false, '', '')", "select pg_switch_wal()");
    }
    execute(USER, "checkpoint");
  }

  /** The one value that a query gives. */
  default String single(String database, String query) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** The version and the settings, as the server itself says. */
  default Map<String, String> settings() throws SQLException {
    var settings = new LinkedHashMap<String, String>();
    settings.put("server_version", single(USER, "show server_version"));
    for (var name : SHOWN) {
      settings.put(name, single(USER, "show " + name));
    }
    return settings;
  }

  /**
   * The installed server where there is one, otherwise the one from a jar.
   *
   * @param within where it keeps its data
   * @param embedded whether an installed one is passed over
   */
  static Postgres start(Path within, boolean embedded) throws IOException, InterruptedException {
    var installed = InstalledPostgres.find();
    return installed.isPresent() && !embedded
        ? InstalledPostgres.start(installed.get(), within)
        : EmbeddedServer.start(within);
  }
}
