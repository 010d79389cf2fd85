package org.ledgerstone.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.util.FileSystemUtils;

/**
 * Where the databases of tests lie until the JVM ends: in memory if the machine has room for that,
 * for what they write is forced to the disk again and again and is wanted by nobody afterwards.
 */
public final class Scratch {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM_BYTES = 8L << 30;

  private static final List<Closeable> SERVERS = new CopyOnWriteArrayList<>();
  private static final Path BASE = base();

  private Scratch() {}

  private static Path base() {
    try {
      var base =
          hasRoom()
              ? Files.createTempDirectory(MEMORY, "ledger-tests")
              : Files.createTempDirectory("ledger-tests");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(base)));
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Path base) {
    try {
      for (var server : SERVERS) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      FileSystemUtils.deleteRecursively(base.toFile());
    }
  }

  /** Has a server ended before its files are removed. */
  static <T extends Closeable> T ending(T server) {
    SERVERS.add(server);
    return server;
  }

  private static boolean hasRoom() throws IOException {
    return Files.isDirectory(MEMORY)
        && Files.isWritable(MEMORY)
        && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM_BYTES;
  }

  /** A new, empty directory. */
  public static Path directory(String prefix) {
    try {
      return Files.createTempDirectory(BASE, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
