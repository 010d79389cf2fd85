package org.ledgerstone.ledger;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.settings.StartRefused;
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

  private static final long TIMER_IS_FAR_NANOS = TimeUnit.MILLISECONDS.toNanos(4000);
  private static final int ROUNDS_MAX = 3;

  private final JdbcTemplate jdbc;
  private final boolean needsSync;
  private long lastBegan = System.nanoTime() - TIMER_IS_FAR_NANOS;

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
   */
  public synchronized void sync() {
    if (needsSync) {
      // H2's timer may have taken the commit out of the memory a moment ago and not have written it
      // yet; CHECKPOINT SYNC would not wait for that. But the timer lets a while pass after any
      // write. So a round is sure if another one began just before it.
      boolean sure = false;
      for (int round = 0; round < ROUNDS_MAX && !sure; round++) {
        long began = System.nanoTime();
        jdbc.update("update synced set times = times + 1");
        sure = System.nanoTime() - lastBegan < TIMER_IS_FAR_NANOS;
        jdbc.execute("checkpoint sync");
        lastBegan = began;
      }
    }
  }
}
