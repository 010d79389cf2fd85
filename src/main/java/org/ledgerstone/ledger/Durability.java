package org.ledgerstone.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.ledgerstone.settings.StartRefused;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Makes what has been committed safe before anybody is told. PostgreSQL does so when it commits; H2
 * only notes the commit and writes it later, so it is told to. Refuses to start where the database
 * is set up to forget, or takes no changes.
 */
@Component
public class Durability {

  /** As the database's address says; the first is how long H2's timer leaves a commit alone. */
  private static final Map<String, String> H2_SETTINGS =
      Map.of("WRITE_DELAY", "5000", "RETENTION_TIME", "1000");

  private final JdbcTemplate jdbc;
  private final boolean needsSync;

  Durability(DatabaseProduct database, JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.needsSync = database.isH2();
    if (needsSync) {
      H2_SETTINGS.forEach(this::requireOfH2);
    } else {
      for (var name : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
        requireOfPostgres(name);
      }
      requireThatPostgresTakesChanges();
    }
  }

  /** Asks the database, since a setting may stay in its file after the address has lost it. */
  private void requireOfH2(String name, String expected) {
    var found =
        jdbc.queryForList(
            "select distinct setting_value from information_schema.settings where setting_name = ?",
            String.class,
            name);
    if (!found.equals(List.of(expected))) {
      throw new StartRefused(
          "The H2 database has %s=%s, with which it can lose what it has confirmed. It has to be %s."
              .formatted(name, String.join(",", found), expected));
    }
  }

  private void requireOfPostgres(String name) {
    if ("off".equals(jdbc.queryForObject("show " + name, String.class))) {
      throw new StartRefused(
          "The PostgreSQL server has %s=off, with which it can lose what it has confirmed. Turn it on."
              .formatted(name));
    }
  }

  private void requireThatPostgresTakesChanges() {
    if ("on".equals(jdbc.queryForObject("show transaction_read_only", String.class))) {
      throw new StartRefused(
          "The PostgreSQL server takes no changes: it is a standby, or"
              + " default_transaction_read_only is on there. Let DATABASE_URL lead to the primary,"
              + " or turn that off.");
    }
  }

  /**
   * Returns when everything that is committed survives the end of this process and of the power.
   *
   * @throws org.springframework.dao.DataAccessException if the database cannot write it
   * @throws org.h2.mvstore.MVStoreException if H2 failed while it wrote what it had taken before
   */
  public void sync() {
    if (needsSync) {
      jdbc.execute("checkpoint");
      jdbc.execute((ConnectionCallback<Boolean>) Durability::awaitWrites);
      jdbc.execute("checkpoint sync");
    }
  }

  /**
   * H2 may have taken a commit out of the memory by itself, by its timer or at the end of a
   * transaction that finds much to write, and hand it to a thread that has not written it yet. No
   * statement waits for that: to a checkpoint there is nothing left to do. So H2's store is asked
   * for an operation of its file, which it begins when all that was handed on has been written.
   */
  private static boolean awaitWrites(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    session.getDatabase().getStore().getMvStore().executeFilestoreOperation(() -> {});
    return true;
  }
}
