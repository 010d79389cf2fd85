package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.testing.Scratch;

/** Runs a program of the machine to its end, which has to be a good one. */
final class Shell {

  private static final long PATIENCE_SECONDS = 60;
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  private Shell() {}

  /** Runs this; PostgreSQL does not let root run it, so what is its own is run as nobody. */
  static void run(String... words) {
    var said = Scratch.directory("shell").resolve("said");
    try {
      var process =
          new ProcessBuilder(command(words))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(words[0]).isTrue();
      assertThat(process.exitValue())
          .as(() -> String.join(" ", words) + ": " + read(said))
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether this ends well. */
  static boolean succeeds(String... words) {
    try {
      run(words);
      return true;
    } catch (AssertionError | UncheckedIOException e) {
      return false;
    }
  }

  private static List<String> command(String... words) {
    var command = new ArrayList<String>();
    if (IS_ROOT && words[0].contains("/bin/") && words[0].contains("embedded-pg")) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.addAll(List.of(words));
    return command;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
