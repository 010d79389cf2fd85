package org.ledgerstone.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, built again from the sources in another place, is the same to the byte. */
class ReproducibleJarIT {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final int PATIENCE_MINUTES = 10;

  @TempDir private Path elsewhere;

  @Test
  void isTheSameAgain() throws Exception {
    for (var name : List.of("pom.xml", "mvnw", ".mvn", "src", "db")) {
      run(PROJECT, "cp", "-R", name, elsewhere.toString());
    }
    var words =
        new ArrayList<>(
            List.of(
                "./mvnw",
                "-q",
                "-B",
                "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                "-Dmaven.test.skip=true",
                "-Dexec.skip=true",
                "package"));
    if (!hasList()) {
      words.add("--offline");
    }
    run(elsewhere, words.toArray(String[]::new));
    var again = elsewhere.resolve("target/ledgerstone.jar");
    assertThat(hash(again)).isEqualTo(hash(PROJECT.resolve("target/ledgerstone.jar")));
  }

  /** Maven leaves the list of materials out of a jar that it builds offline. */
  private static boolean hasList() throws IOException {
    try (var jar = new ZipFile(PROJECT.resolve("target/ledgerstone.jar").toFile())) {
      return jar.getEntry("META-INF/sbom/application.cdx.json") != null;
    }
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
