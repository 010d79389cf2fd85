package org.ledgerstone.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** Takes the steps of the Dockerfile by hand: lays out, trains, starts, asks for its health. */
@NeedsTool("bash")
class ImageIT {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String FOLDER = "/opt/ledgerstone";

  @TempDir private Path folder;
  private int port;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void choosePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (var process : started) {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
  }

  @Test
  void startsFromTheTrainedCacheAndSaysItIsHealthy() throws Exception {
    var image = folder.resolve("image");
    assertThat(finish("src/image/lay-out", built().toString(), image.toString()))
        .as(log())
        .isZero();
    assertThat(finish("src/image/is-healthy")).as("healthy before it runs").isNotZero();

    var command = entrypoint(image);
    // Ends the start where the cache does not fit, instead of going on without it.
    command.add(1, "-XX:AOTMode=on");
    var service = start(command);

    long end = System.nanoTime() + PATIENCE.toNanos();
    while (finish("src/image/is-healthy") != 0) {
      assertThat(service.isAlive()).as(log()).isTrue();
      assertThat(System.nanoTime()).as(log()).isLessThan(end);
      Thread.sleep(100);
    }
  }

  @Test
  void leavesTheOptimisingCompilerOn() throws IOException {
    assertThat(entrypoint(Path.of(FOLDER)))
        .contains("-jar")
        .noneMatch(word -> word.contains("TieredStopAtLevel") || word.equals("-Xint"));
  }

  /** The jar, built in a copy of what the Dockerfile copies, by the command that stands there. */
  private Path built() throws Exception {
    var copy = Files.createDirectory(folder.resolve("src"));
    for (var name : List.of("mvnw", "pom.xml", ".mvn", "db", "src")) {
      assertThat(finish("cp", "-R", name, copy.toString())).isZero();
    }
    var command =
        Pattern.compile("\\./mvnw .* package")
            .matcher(Files.readString(Path.of("Dockerfile")))
            .results()
            .findFirst()
            .orElseThrow()
            .group();
    assertThat(finish("bash", "-c", "cd " + copy + " && " + command)).as(log()).isZero();
    return copy.resolve("target/ledgerstone.jar");
  }

  private static List<String> entrypoint(Path image) throws IOException {
    var line =
        Files.readAllLines(Path.of("Dockerfile")).stream()
            .filter(step -> step.startsWith("ENTRYPOINT "))
            .findFirst()
            .orElseThrow();
    var words = new JsonMapper().readValue(line.substring("ENTRYPOINT ".length()), String[].class);
    var command = new ArrayList<String>();
    for (var word : words) {
      command.add(word.replace(FOLDER, image.toString()));
    }
    command.set(0, Path.of(System.getProperty("java.home"), "bin", words[0]).toString());
    return command;
  }

  private int finish(String... command) throws IOException, InterruptedException {
    var process = start(List.of(command));
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(command[0] + " does not end; " + log());
    }
    return process.exitValue();
  }

  private Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    var environment = builder.environment();
    environment.put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put(
        "MAVEN_ARGS", "--offline -Dmaven.repo.local=" + System.getProperty("local.repository"));
    environment.put("TRAINING_PORT", String.valueOf(port));
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("LEDGER_DATA_DIR", folder.resolve("data").toString());
    var process = builder.start();
    started.add(process);
    return process;
  }

  private Path logFile() {
    return folder.resolve("log");
  }

  private String log() throws IOException {
    return Files.readString(logFile());
  }
}
