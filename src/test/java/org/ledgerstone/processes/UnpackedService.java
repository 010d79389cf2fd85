package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.Ledgerstone;
import org.ledgerstone.testing.Scratch;

/**
 * The packaged service, unpacked once for all tests as its image does, with what the JDK has
 * learned from one start of it (JEP 483): nodes are started often, and this halves what that takes.
 */
final class UnpackedService {

  private static final Path DIRECTORY = Scratch.directory("unpacked-service");
  private static final long PATIENCE_SECONDS = 120;

  /** As every node is started. */
  static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));

  private static final UnpackedService ONLY = new UnpackedService();

  private final Path jar = DIRECTORY.resolve("service").resolve("ledgerstone.jar");
  private final Path cache = DIRECTORY.resolve("service.aot");

  private UnpackedService() {
    try {
      unpack();
      learn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The jar that {@link NodeProcess} starts. */
  static Path jar() {
    return ONLY.jar;
  }

  /** What has been learned from a start. */
  static Path cache() {
    return ONLY.cache;
  }

  private void unpack() throws IOException, InterruptedException {
    var words =
        List.of(
            "-Djarmode=tools",
            "-jar",
            "target/ledgerstone.jar",
            "extract",
            "--destination",
            jar.getParent().toString());
    end(process(Path.of(""), "unpack.log", words));
  }

  private void learn() throws IOException, InterruptedException {
    var words = new ArrayList<>(FLAGS);
    words.add("-XX:AOTCacheOutput=" + cache);
    words.add("-Dspring.context.exit=onRefresh");
    words.addAll(List.of("-cp", jar.toString(), Ledgerstone.class.getName()));
    end(process(DIRECTORY, "learn.log", words));
    assertThat(cache).isNotEmptyFile();
  }

  private static Process process(Path directory, String log, List<String> words)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(words);
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(DIRECTORY.resolve(log).toFile());
    builder.environment().clear();
    builder.environment().put("SERVER_PORT", "0");
    return builder.start();
  }

  private static void end(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(logs()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String logs() throws IOException {
    var text = new StringBuilder();
    try (var files = Files.list(DIRECTORY)) {
      for (var log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        text.append(Files.readString(log));
      }
    }
    return text.toString();
  }
}
