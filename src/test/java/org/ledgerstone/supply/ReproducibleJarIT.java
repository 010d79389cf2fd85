package org.ledgerstone.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, built again from the sources in another place, is the same to the byte. */
class ReproducibleJarIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final int PATIENCE_MINUTES = 5;

  @TempDir private Path elsewhere;

  @Test
  void isTheSameAgain() throws Exception {
    for (var name : List.of("pom.xml", "mvnw", ".mvn", "src", "db")) {
      run(PROJECT, "cp", "-R", name, elsewhere.toString());
    }
    run(
        elsewhere,
        "./mvnw",
        "-q",
        "-B",
        "-o",
        "-Dmaven.repo.local=" + System.getProperty("local.repository"),
        "-Dmaven.test.skip=true",
        "-Dexec.skip=true",
        "package");
    var again = elsewhere.resolve("target/ledgerstone.jar");
    assertThat(hash(again)).isEqualTo(hash(PROJECT.resolve("target/ledgerstone.jar")));
  }

  private void run(Path directory, String... words) throws IOException, InterruptedException {
    var log = Files.createTempFile(elsewhere, "run", ".log");
    var builder = new ProcessBuilder(words).directory(directory.toFile());
    var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private static String hash(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
