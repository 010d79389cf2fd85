package org.ledgerstone.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ledgerstone.ledger.DatabaseProduct;
import org.ledgerstone.web.Problem;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Copies of the H2 database while it is in use. Where they are put is for the server's settings to
 * say, never for a request. PostgreSQL has its own means.
 */
@Component
public class Backup {

  /** Always the same, so that what an end of the process leaves behind is written over. */
  private static final String NAME = "backup.part";

  private final DatabaseProduct database;
  private final JdbcClient jdbc;
  private final Path directory;

  Backup(
      DatabaseProduct database,
      JdbcClient jdbc,
      @Value("${ledger.data-dir:data}") String directory) {
    this.database = database;
    this.jdbc = jdbc;
    this.directory = Path.of(directory);
  }

  /**
   * Writes a zip of the database file as it is now; whatever had been confirmed before is in it. To
   * be called by one at a time, and the file to be removed by the caller.
   *
   * @throws Problem 409 {@code BACKUP_ELSEWHERE} on PostgreSQL
   */
  public Path write() {
    if (!database.isH2()) {
      throw new Problem(
          409,
          "BACKUP_ELSEWHERE",
          "The database makes its own backups.",
          "This server keeps it in no file of its own. Run ledgerstone backup where DATABASE_URL is"
              + " set, or pg_dump.");
    }
    try {
      Files.createDirectories(directory);
      var file = directory.resolve(NAME).toAbsolutePath();
      Files.deleteIfExists(file);
      jdbc.sql("backup to ?").param(file.toString()).update();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
