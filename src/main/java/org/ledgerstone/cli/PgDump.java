package org.ledgerstone.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * PostgreSQL's own program for backups. It is told by its environment where the database is and who
 * asks, so that no password stands on a command line.
 */
final class PgDump {

  private static final String PROGRAM = "pg_dump";
  private static final String PASSWORD = "PGPASSWORD";

  private PgDump() {}

  /**
   * Writes the database into this file, for {@code pg_restore}.
   *
   * @param database what tells the program where that is
   * @param say takes what the program says
   */
  static void write(
      Path file, Map<String, String> database, Outside outside, Consumer<String> say) {
    var program =
        find(outside.environment())
            .orElseThrow(() -> Failure.file("There is no program pg_dump on the PATH."));
    var builder = new ProcessBuilder(words(program, file)).redirectErrorStream(true);
    builder.environment().putAll(database);
    try {
      int code = run(builder, database.getOrDefault(PASSWORD, ""), say);
      if (code != 0) {
        throw Failure.unreachable("pg_dump gave up with exit code " + code + ".");
      }
    } catch (IOException e) {
      throw Failure.file("The program pg_dump cannot be run.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unreachable("Interrupted while waiting for pg_dump.");
    }
  }

  static List<String> words(Path program, Path file) {
    return List.of(
        program.toString(), "--format=custom", "--no-password", "--file=" + file.toAbsolutePath());
  }

  private static int run(ProcessBuilder builder, String password, Consumer<String> say)
      throws IOException, InterruptedException {
    var process = builder.start();
    process.getOutputStream().close();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().map(line -> hidden(line, password)).forEach(say);
    }
    return process.waitFor();
  }

  private static String hidden(String line, String password) {
    return password.isEmpty() ? line : line.replace(password, "…");
  }

  private static Optional<Path> find(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of("", ".exe").map(end -> Path.of(folder).resolve(PROGRAM + end)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
