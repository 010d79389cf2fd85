package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.Ledgerstone;

/** Commands run before Spring is there: in a process of their own, watched while it loads. */
class WithoutSpringTest {

  private static final Pattern SLOW =
      Pattern.compile(
          "org\\.springframework\\.(?!boot\\.loader)|JsonMapper|jdk\\.internal\\.net\\.http");

  @TempDir private Path directory;

  private record Ended(int code, String shown) {}

  private Ended run(List<String> options, String... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Ledgerstone.class.getName()));
    command.addAll(List.of(words));
    return end(command);
  }

  private Ended end(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var shown = new String(process.getInputStream().readAllBytes());
    assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), shown);
  }

  @Test
  void makesAWalletWithoutLoadingAnythingSlow() throws Exception {
    var ended = run(List.of("-Xlog:class+load:stdout:tags"), "wallet", "new");
    assertEquals(0, ended.code(), ended.shown());
    assertEquals(List.of(), ended.shown().lines().filter(SLOW.asPredicate()).toList());
  }

  @Test
  void anUnknownWordStartsNoServer() throws Exception {
    assertEquals(2, run(List.of(), "frobnicate").code());
    assertEquals(2, run(List.of(), "-p", "65536").code());
  }
}
