package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.testing.Scratch;
import org.ledgerstone.tools.NeedsTool;

/** Runs the tests of the page's scripts, which Node.js runs as a browser would. */
@NeedsTool("node")
class BrowserScriptsTest {

  private static final Path FOLDER = Path.of("src/test/node");

  static List<String> suites() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.mjs"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void pass(String suite) throws Exception {
    var output = Scratch.directory("scripts").resolve("said");
    var process =
        new ProcessBuilder("node", "--test", suite)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    var said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).containsPattern("# pass [1-9]");
  }
}
