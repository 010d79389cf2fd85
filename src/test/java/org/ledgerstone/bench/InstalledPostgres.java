package org.ledgerstone.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server of the machine's own programs, in a directory that goes when it is closed. */
final class InstalledPostgres implements Postgres {

  private static final long PATIENCE_SECONDS = 60;

  private final Path programs;
  private final Path directory;
  private final int port;

  private InstalledPostgres(Path programs, Path directory, int port) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
  }

  /** The programs of the newest installed server. */
  static Optional<Path> find() throws IOException {
    var candidates = new ArrayList<Path>();
    for (var root :
        List.of("/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt")) {
      if (Files.isDirectory(Path.of(root))) {
        try (var versions = Files.list(Path.of(root))) {
          versions
              .sorted(Comparator.comparing(InstalledPostgres::number).reversed())
              .map(version -> version.resolve("bin"))
              .forEach(candidates::add);
        }
      }
    }
    Command.find("initdb").map(Path::getParent).ifPresent(candidates::add);
    return candidates.stream()
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
        .findFirst();
  }

  private static int number(Path version) {
    var digits = version.getFileName().toString().replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  static InstalledPostgres start(Path programs, Path within)
      throws IOException, InterruptedException {
    var server = new InstalledPostgres(programs, emptyDirectory(within), freePort());
    server.asOwner(
        "initdb",
        "-D",
        server.directory.toString(),
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync");
    var options = new StringBuilder("-c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
    options.append(" -c port=").append(server.port);
    SETTINGS.forEach((name, value) -> options.append(" -c ").append(name + "=" + value));
    server.asOwner(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        server.directory.toString(),
        "-l",
        server.directory.resolve("log").toString(),
        "-o",
        options.toString());
    return server;
  }

  /** Within that directory, unless the server's own user cannot get there. */
  private static Path emptyDirectory(Path within) throws IOException, InterruptedException {
    var directory = Files.createDirectory(within.resolve("postgres"));
    if (!Command.isRoot()) {
      return directory;
    }
    own(directory);
    try {
      run(asUser("test", "-x", directory.toString()));
      return directory;
    } catch (IOException e) {
      Files.delete(directory);
      var elsewhere = Files.createTempDirectory("bench-postgres");
      own(elsewhere);
      return elsewhere;
    }
  }

  private static void own(Path directory) throws IOException {
    var users = directory.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(directory, users.lookupPrincipalByName(USER));
  }

  private void asOwner(String program, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    words.add(programs.resolve(program).toString());
    words.addAll(List.of(arguments));
    run(Command.isRoot() ? asUser(words.toArray(String[]::new)) : words);
  }

  /** A PostgreSQL server refuses to run as root. */
  private static List<String> asUser(String... words) {
    return Stream.concat(Stream.of("runuser", "-u", USER, "--"), Stream.of(words)).toList();
  }

  private static void run(List<String> words) throws IOException, InterruptedException {
    Command.run(Path.of("/"), Map.of("LC_ALL", "C"), PATIENCE_SECONDS, words);
  }

  static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public String origin() {
    return programs.toString();
  }

  @Override
  public Optional<Path> programs() {
    return Optional.of(programs);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long postmaster() {
    try {
      return Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new IllegalStateException("The server has ended; see " + directory.resolve("log"), e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (Files.exists(directory.resolve("postmaster.pid"))) {
      asOwner("pg_ctl", "stop", "-w", "-m", "immediate", "-D", directory.toString());
    }
    Running.delete(directory);
  }
}
