package org.ledgerstone.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server of a test's own, which can go away and come back with what it had. */
public final class StoppablePostgres implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private StoppablePostgres(Path data, int port) {
    this.data = data;
    this.port = port;
    this.server = run();
  }

  /** Starts a server on a port and in a directory of its own. */
  public static StoppablePostgres start() {
    try (var free = new ServerSocket(0)) {
      int port = free.getLocalPort();
      free.close();
      return new StoppablePostgres(Scratch.directory("ledger-postgres"), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres run() {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPGStartupWait(Duration.ofMinutes(2))
          .setPort(port)
          .setServerConfig("fsync", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database on it. */
  public TestDatabase database() {
    return new TestDatabase(
        TestDatabase.Kind.POSTGRESQL,
        Map.of(
            "DATABASE_URL",
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
            "DATABASE_USER",
            "postgres",
            "LEDGER_DATA_DIR",
            data.resolveSibling(data.getFileName() + "-node").toString()));
  }

  /** Ends it at once, as {@code pg_ctl stop -m immediate} does: no commit is finished. */
  public void stopAtOnce() {
    try {
      var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      var process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      server.close(); // Gives up the directory; there is nothing to stop any more.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again on the same port with the same data. */
  public void startAgain() {
    server = run();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
