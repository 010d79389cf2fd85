package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other programs to their end. */
final class Command {

  private Command() {}

  /**
   * Runs a program and returns what it printed, its complaints included.
   *
   * @throws IOException if it fails or takes longer than that; the message says what it printed
   */
  static String run(
      Path directory, Map<String, String> environment, long seconds, List<String> words)
      throws IOException, InterruptedException {
    // Beside everything else of the bench: not everybody may write into the machine's own place.
    var output = Files.createTempFile(Path.of("target", "bench").toAbsolutePath(), "printed", "");
    var builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      var text = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            words.getFirst() + (ended ? " has failed:\n" + text : " takes too long:\n" + text));
      }
      return text;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /** Where a program lies, if it is on the PATH. */
  static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether this process may do everything here. */
  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
