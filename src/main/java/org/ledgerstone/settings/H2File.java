package org.ledgerstone.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The file of an H2 database, looked at before H2 opens it: H2 would open one it cannot write. */
final class H2File {

  private static final String FILE = "jdbc:h2:file:";
  private static final String ENDING = ".mv.db";

  private H2File() {}

  /**
   * Looks whether the file of this address can be written, or made where there is none yet.
   *
   * @param url as {@link H2Address} gives it; of another database nothing is looked at
   * @throws StartRefused if it cannot
   */
  static void requireWritable(String url) {
    if (url.startsWith(FILE)) {
      var file = Path.of(url.substring(FILE.length()).replaceFirst(";.*", "") + ENDING);
      if (!Files.isWritable(nearest(file))) {
        throw new StartRefused(
            "The ledger's file "
                + file
                + " cannot be written: its file system is read-only, or it belongs to somebody"
                + " else. Make it writable, or let LEDGER_DATA_DIR name another directory.");
      }
    }
  }

  /** The file, or the directory that it would be made in. */
  private static Path nearest(Path file) {
    return Stream.iterate(file, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .orElse(file.getRoot());
  }
}
