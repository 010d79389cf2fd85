package org.ledgerstone.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.tools.NeedsTool;

/** Starts {@code ./two-nodes} as it stands and does what it, and the README, say can be tried. */
@NeedsTool({"bash", "curl"})
class TwoNodesIT {

  private static final int TRIES = 120;
  private static final String LAST_LINE = "Ctrl-C stops both";

  @TempDir private Path folder;
  private int port;
  private Process nodes;

  @BeforeEach
  void start() throws Exception {
    port = freePair();
    var builder =
        new ProcessBuilder("./two-nodes", "-p", port + "", folder.resolve("network").toString());
    // What is set here is not for the nodes, and the script has to see to that.
    builder.environment().put("LEDGER_GENESIS", "/nowhere");
    builder.environment().put("WALLET_PRIVATE_KEY", "nonsense");
    nodes =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
    for (int i = 0; i < TRIES && !said().contains(LAST_LINE); i++) {
      assertThat(nodes.isAlive()).as(said()).isTrue();
      TimeUnit.SECONDS.sleep(1);
    }
    assertThat(said()).contains(LAST_LINE);
  }

  private static int freePair() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try (var one = new ServerSocket(0);
          var two = new ServerSocket(one.getLocalPort() + 1)) {
        return two.getLocalPort() - 1;
      } catch (IOException | IllegalArgumentException e) {
        // Somebody has the next one; another pair will do.
      }
    }
    throw new IOException("No two ports in a row are free");
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  /** As Ctrl-C would; a shell that was started in the background cannot hear that itself. */
  @AfterEach
  void stop() throws Exception {
    var started = nodes.descendants().toList();
    nodes.destroy();
    assertThat(nodes.waitFor(60, TimeUnit.SECONDS)).as("the script ends").isTrue();
    var left = started.stream().filter(ProcessHandle::isAlive).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    assertThat(left).as("nodes that are left").isEmpty();
  }

  @Test
  void whatItSaysCanBeTried() throws Exception {
    var commands = said().lines().filter(line -> line.startsWith("curl ")).toList();
    assertThat(inTheReadme()).as("what the README says").isEqualTo(commands);

    assertThat(run(commands.get(0))).contains("\"status\":\"pending\"");
    awaitIn(commands.get(1), "\"content\":\"Hello\"");
    var block = run(commands.get(2));
    assertThat(block).contains("\"content\":\"Hello\"");
    awaitIn(commands.get(3), "\"hash\":\"" + hash(block) + "\"");
    awaitIn(commands.get(4), "\"failures\":0");
    System.out.println(said());
  }

  private List<String> inTheReadme() throws IOException {
    var section = Files.readString(Path.of("README.md")).split("## Two nodes\n", 2)[1];
    return section
        .split("\n## ", 2)[0]
        .lines()
        .filter(line -> line.startsWith("curl "))
        .map(line -> line.split(" +# ", 2)[0])
        .map(line ->
            line.replace(":8000/", ":" + port + "/").replace(":8001/", ":" + (port + 1) + "/"))
        .toList();
  }

  private static String hash(String block) {
    var hash = Pattern.compile("\"nonce\":\"[0-9]+\",\"hash\":\"([0-9a-f]{64})\"").matcher(block);
    assertThat(hash.find()).as(block).isTrue();
    return hash.group(1);
  }

  /** A person is slower than the nodes; a test has to look again. */
  private void awaitIn(String command, String wanted) throws Exception {
    var answer = run(command);
    for (int i = 0; i < TRIES && !answer.contains(wanted); i++) {
      TimeUnit.MILLISECONDS.sleep(250);
      answer = run(command);
    }
    assertThat(answer).contains(wanted);
  }

  private static String run(String command) throws Exception {
    var process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + "\n" + answer).isZero();
    return answer;
  }
}
