package org.ledgerstone.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.tools.NeedsTool;

/**
 * Does what the README says, in a copy of the project, with the commands as they stand there. What
 * a command's comment says has to be in its output. Only if port 8080 is taken is another put in.
 */
@NeedsTool({"bash", "curl"})
class ReadmeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir private Path folder;
  private Path copy;
  private String readme;
  private int port;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void copyTheProject() throws Exception {
    copy = folder.resolve("ledgerstone");
    Files.createDirectories(copy.resolve("target"));
    var tracked = List.of("pom.xml", "mvnw", ".mvn", "src", "db", "ledgerstone");
    var built = List.of("classes", "test-classes", "maven-status", "ledgerstone.jar");
    for (var name : tracked) {
      copy(PROJECT.resolve(name), copy);
    }
    for (var name : built) {
      copy(PROJECT.resolve("target").resolve(name), copy.resolve("target"));
    }
    // Where the compiler keeps what it has compiled; without this it would begin again.
    try (var lists = Files.walk(copy.resolve("target/maven-status"))) {
      for (var list : lists.filter(Files::isRegularFile).toList()) {
        Files.writeString(
            list, Files.readString(list).replace(PROJECT.toString(), copy.toString()));
      }
    }
    port = freePort();
    readme = Files.readString(PROJECT.resolve("README.md"));
  }

  private static void copy(Path from, Path to) throws Exception {
    var process = new ProcessBuilder("cp", "-Rp", from.toString(), to.toString()).start();
    assertThat(process.waitFor()).isZero();
  }

  private static int freePort() throws IOException {
    try (var usual = new ServerSocket(8080)) {
      return usual.getLocalPort();
    } catch (IOException e) {
      try (var other = new ServerSocket(0)) {
        return other.getLocalPort();
      }
    }
  }

  @AfterEach
  void stopEverything() throws InterruptedException {
    for (var process : started) {
      stop(process);
    }
  }

  @Test
  void theTranscriptComesOutAsItSays() throws Exception {
    var blocks = shellBlocks();
    assertThat(blocks.get(0)).as("the first command starts the ledger").startsWith("./mvnw ");

    var first = startServer(blocks.get(0));
    run(blocks.get(1));
    stop(first);

    startServer(blocks.get(0));
    run(
        blocks
                .get(1)
                .lines()
                .filter(line -> line.matches("(BOB|NODE)=.*"))
                .collect(Collectors.joining("\n"))
            + "\n"
            + blocks.get(2));
  }

  private List<String> shellBlocks() {
    return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map(block -> block.group(1).strip().replace(":8080", ":" + port))
        .toList();
  }

  private Process startServer(String command) throws Exception {
    var server = start(command, folder.resolve("server.log"));
    var health =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      while (!answers(client, health)) {
        assertThat(server.isAlive()).as(log("server.log")).isTrue();
        assertThat(System.nanoTime()).as(log("server.log")).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    return server;
  }

  private static boolean answers(HttpClient client, HttpRequest health)
      throws InterruptedException {
    try {
      return client.send(health, BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs the commands in one shell and looks for what their comments say. */
  private void run(String block) throws Exception {
    var lines = block.lines().toList();
    var script = new StringBuilder("set -e\n");
    for (int i = 0; i < lines.size(); i++) {
      script.append("echo '@@").append(i).append("'\n").append(lines.get(i)).append("\n");
    }
    var shell = start(script.toString(), folder.resolve("shell.log"));
    assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    var output = log("shell.log");
    assertThat(shell.exitValue()).as(output).isZero();
    for (int i = 0; i < lines.size(); i++) {
      var comment = lines.get(i).split(" # ", 2);
      if (comment.length == 2) {
        var said = output.split("@@" + i + "\n", 2)[1].split("@@\\d+\n", 2)[0];
        assertThat(said).as(lines.get(i)).contains(comment[1].strip());
      }
    }
    Files.delete(folder.resolve("shell.log"));
  }

  private Process start(String script, Path log) throws IOException {
    var builder = new ProcessBuilder("bash", "-c", script).directory(copy.toFile());
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(LEDGER|WALLET|DATABASE|SERVER)_.*"));
    environment.put(
        "MAVEN_ARGS", "--offline -Dmaven.repo.local=" + System.getProperty("local.repository"));
    if (port != 8080) {
      System.out.println("Port 8080 is taken; the README's commands run with " + port);
      environment.put("SERVER_PORT", Integer.toString(port));
    }
    var process = builder.start();
    started.add(process);
    return process;
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** As Ctrl-C would: everything that the command has started is told to end. */
  private static void stop(Process process) throws InterruptedException {
    var all = process.descendants().toList();
    all.forEach(ProcessHandle::destroy);
    process.destroy();
    for (var handle : all) {
      handle.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
    process.waitFor(60, TimeUnit.SECONDS);
  }
}
