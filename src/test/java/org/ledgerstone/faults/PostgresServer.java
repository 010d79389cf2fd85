package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Scratch;
import org.ledgerstone.testing.TestDatabase;

/**
 * A PostgreSQL server of a test's own, set up to keep what it confirms. Its processes can be
 * stopped for a while, killed, and started again on the same port with what they have left.
 */
public final class PostgresServer implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses = '127.0.0.1'",
          "unix_socket_directories = ''",
          "fsync = on",
          "full_page_writes = on",
          "synchronous_commit = on",
          "shared_buffers = 32MB",
          "min_wal_size = 32MB",
          "max_wal_size = 64MB");

  private final Path data;
  private final Path log = Scratch.directory("postgres-log").resolve("server.log");
  private final int port;
  private final String nodeDirectory = Scratch.directory("postgres-node").toString();

  private PostgresServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Starts a server with an empty cluster in a directory of its own. */
  public static PostgresServer start() {
    return in(Scratch.directory("postgres-own").resolve("data"), List.of()).startAgain();
  }

  /**
   * Makes a new cluster and does not start it.
   *
   * @param data where it is to be; nothing is there yet
   * @param more further lines of its configuration
   */
  public static PostgresServer in(Path data, List<String> more) {
    Shell.run("cp", "-a", Cluster.NEW.toString(), data.toString());
    return configured(data, more);
  }

  /** The server of a cluster that lies somewhere else now. */
  public PostgresServer movedTo(Path otherData) {
    var moved = configured(otherData, List.of());
    moved.forget();
    return moved;
  }

  /** A copy of this cluster, which has to be stopped, that follows this server as its standby. */
  public PostgresServer standby(Path otherData, String name) {
    Shell.run("cp", "-a", data.toString(), otherData.toString());
    var standby =
        configured(
            otherData,
            List.of(
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'"
                    .formatted(port, name)));
    write(otherData.resolve("standby.signal"), List.of());
    return standby;
  }

  private static PostgresServer configured(Path data, List<String> more) {
    var server = new PostgresServer(data, freePort());
    var lines = new ArrayList<>(SETTINGS);
    lines.add("port = " + server.port);
    lines.addAll(more);
    write(data.resolve("postgresql.conf"), lines);
    return server;
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The database on it. */
  public TestDatabase database() {
    return databaseAt(port);
  }

  /** The database on it, as it is reached through another port. */
  public TestDatabase databaseAt(int otherPort) {
    return new TestDatabase(
        TestDatabase.Kind.POSTGRESQL,
        Map.of(
            "DATABASE_URL",
            "jdbc:postgresql://127.0.0.1:" + otherPort + "/postgres",
            "DATABASE_USER",
            "postgres",
            "LEDGER_DATA_DIR",
            nodeDirectory));
  }

  /** Has the server carry this out. */
  public void execute(String sql) {
    try (var connection = database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it on what it has, and returns when it can be asked. */
  public PostgresServer startAgain() {
    Shell.run(control("start", "-w", "-t", "50", "-l", log.toString()));
    return this;
  }

  /** Ends it as its owner would. */
  public void stop() {
    Shell.run(control("stop", "-w", "-m", "fast"));
  }

  private String[] control(String... words) {
    return Stream.concat(
            Stream.of(Cluster.program("pg_ctl").toString(), "-D", data.toString()),
            Stream.of(words))
        .toArray(String[]::new);
  }

  /** SIGSTOP to every process of it: nothing moves until {@link #kill}. */
  public void pause() {
    signal("STOP", List.of(postmaster().orElseThrow()));
    signal("STOP", processes());
  }

  /** SIGKILL to every process of it; returns when none is left. */
  public void kill() {
    var main = postmaster();
    if (main.isPresent()) {
      // Or it would start others meanwhile.
      signal("STOP", List.of(main.get()));
      var all = processes();
      signal("KILL", all);
      Patience.until("all are gone", () -> all.stream().noneMatch(PostgresServer::isThere));
      forget();
    }
  }

  /** A process that nobody has collected yet would keep the next one from starting. */
  private void forget() {
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isThere(ProcessHandle process) {
    // One that is dead and waits to be collected has no command any more.
    return process.isAlive() && process.info().command().isPresent();
  }

  private Optional<ProcessHandle> postmaster() {
    try {
      var file = data.resolve("postmaster.pid");
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      var pid = Files.readAllLines(file).getFirst().strip();
      return ProcessHandle.of(Long.parseLong(pid)).filter(PostgresServer::isThere);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ProcessHandle> processes() {
    return postmaster().stream()
        .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
        .toList();
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    var words = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> words.add(String.valueOf(process.pid())));
    try {
      // One of them may have gone by itself.
      assertThat(new ProcessBuilder(words).start().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it has said. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once; what it has stays where it is. */
  @Override
  public void close() {
    kill();
  }
}
