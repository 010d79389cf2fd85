package org.ledgerstone.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/**
 * What has been started and has to end with the bench, also when that is interrupted, and the
 * directory that goes with it.
 */
final class Running implements AutoCloseable {

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Path directory;

  Running() throws IOException {
    var target = Files.createDirectories(Path.of("target", "bench"));
    directory = Files.createTempDirectory(target.toAbsolutePath(), "run");
    directory.toFile().setReadable(true, false);
    directory.toFile().setExecutable(true, false); // the database's own user has to get in
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Where everything that lasts no longer than this is kept. */
  Path directory() {
    return directory;
  }

  /** The last one in is the first to end. */
  synchronized <T extends AutoCloseable> T keep(T one) {
    started.push(one);
    return one;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("Did not end well: " + e.getMessage());
      }
    }
    // What was only just being started.
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    try {
      delete(directory);
    } catch (IOException e) {
      System.err.println("Could not be removed: " + directory);
    }
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }
}
