package org.ledgerstone.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.ledgerstone.testing.Scratch;
import org.ledgerstone.testing.TestDatabase;

/** What a version does to the tables that has one migration more than this one. */
final class NewerVersion {

  /** The number of its migration. */
  static final String LEVEL = "999";

  private NewerVersion() {}

  /** Brings a database up to its date, as it does at a start. */
  static void migrate(TestDatabase database) {
    Flyway.configure()
        .dataSource(
            database.settings().get("DATABASE_URL"), database.settings().get("DATABASE_USER"), "")
        .locations(
            "classpath:db/migration", "classpath:db/migration-postgresql", "filesystem:" + more())
        .placeholders(Map.of("service", ""))
        .load()
        .migrate();
  }

  private static Path more() {
    try {
      var folder = Scratch.directory("migration");
      Files.writeString(
          folder.resolve("V" + LEVEL + "__later.sql"),
          "alter table head add column later integer not null default 0;\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
