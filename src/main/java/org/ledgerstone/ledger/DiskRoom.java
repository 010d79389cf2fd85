package org.ledgerstone.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Sees that there is room on the disk before anything is written to an H2 file. H2 closes a file
 * when a write to it fails, and who is writing then may not come back; so it is not let come to
 * that. PostgreSQL refuses by itself and goes on.
 */
@Component
class DiskRoom {

  /** More than a group or a block takes, and what H2 writes beside it. */
  static final long LEAST_BYTES = 64L << 20;

  private static final String ENDING = ".mv.db";

  private final Optional<FileStore> store;

  DiskRoom(DatabaseProduct database, JdbcTemplate jdbc) {
    this.store =
        database.isH2()
            ? Optional.ofNullable(jdbc.queryForObject("select database_path()", String.class))
                .map(path -> Path.of(path + ENDING))
                // One in memory has a path too, and nothing there.
                .filter(Files::exists)
                .map(DiskRoom::of)
            : Optional.empty();
  }

  private static FileStore of(Path file) {
    try {
      return Files.getFileStore(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns if there is room.
   *
   * @throws DataAccessResourceFailureException if there is too little; nothing has changed
   */
  void require() {
    try {
      if (store.isPresent() && store.get().getUsableSpace() < LEAST_BYTES) {
        throw new DataAccessResourceFailureException(
            "Less than %d MiB are left on the disk of the ledger's file; nothing is written until there is more"
                .formatted(LEAST_BYTES >> 20));
      }
    } catch (IOException e) {
      throw new DataAccessResourceFailureException("The disk of the ledger's file is gone", e);
    }
  }
}
