package org.ledgerstone.ledger;

import java.util.Objects;
import org.flywaydb.core.api.MigrationVersion;
import org.ledgerstone.web.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far the tables had been migrated when this node started. Who writes sees by the number of the
 * newest migration, read together with the row that it locks, whether a newer version has come to
 * the same database meanwhile. A migration waits for who is writing, and keeps out who wants to: so
 * it is seen by whoever writes after it.
 */
@Component
public class SchemaLevel {

  /** The number of the newest migration, for a query that also asks for something else. */
  static final String MIGRATED =
      "(select max(installed_rank) from flyway_schema_history) as migrated";

  private final JdbcClient jdbc;
  private final long known;

  SchemaLevel(JdbcClient jdbc, KnownSchema schema) {
    this.jdbc = jdbc;
    this.known = migrated();
    // A newer version may have migrated between this one's look at the tables and now.
    jdbc.sql(
            "select version from flyway_schema_history where version is not null"
                + " order by installed_rank desc limit 1")
        .query(String.class)
        .optional()
        .map(MigrationVersion::fromVersion)
        .ifPresent(schema::require);
  }

  private long migrated() {
    return Objects.requireNonNullElse(
        jdbc.sql("select " + MIGRATED).query(Long.class).single(), 0L);
  }

  /** Whether the tables are still as this version knows them. */
  public boolean isCurrent() {
    return migrated() == known;
  }

  /**
   * Returns if the tables are still as this version knows them. Asked in a transaction that has
   * read the table which it is about to write, it is right until that commits: a migration that
   * alters that table waits so long. Others do not.
   *
   * @throws Problem {@code SCHEMA_NEWER} if they are not
   */
  public void require() {
    require(migrated());
  }

  /**
   * Returns if this is still the newest migration.
   *
   * @throws Problem {@code SCHEMA_NEWER} if others have followed
   */
  void require(long migrated) {
    if (migrated != known) {
      throw new Problem(
          503,
          "SCHEMA_NEWER",
          "A newer version has changed the tables.",
          "This node is older and writes no more; nothing has changed. Send the same request to a"
              + " node of the newer version.");
    }
  }
}
