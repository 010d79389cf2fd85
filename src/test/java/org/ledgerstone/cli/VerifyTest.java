package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.NeumannsCheckpoints;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** {@code verify} with a true server, and with one that takes its time. */
class VerifyTest {

  private static final String STRANGE = Hash.ofText("strange").toString();

  private static final TestDatabase DATABASE = TestDatabase.of(TestDatabase.Kind.H2);
  private static HttpNode node;

  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeAll
  static void start() {
    var genesis =
        BlockFixture.genesis(draft -> {
          draft.intervalMillis = 1;
          draft.miners = List.of(BlockFixture.OPERATOR.address());
        });
    node = HttpNode.start(DATABASE, BlockFixture.OPERATOR, genesis, Map.of());
    for (int i = 0; i < 3; i++) {
      node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
      node.generate();
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).with("LEDGER_URL", node.uri("").toString());
  }

  private Terminal.Said run(String... words) throws IOException {
    return terminal.run(words);
  }

  @Test
  void saysUpToWhereEverythingIsRight() throws IOException {
    var said = run("verify", "--full");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out().lines())
        .containsExactly(
            "Passed: everything is as it should be up to block 4 " + node.head().get("hash"),
            "Held against nothing from outside: a chain that was rewritten as a whole would pass.");
    assertThat(run("verify").out())
        .contains("Blocks before 5 were verified earlier; --full reads them again.");
    var json = run("verify", "--json", "--head", (String) node.head().get("hash")).json();
    assertThat(json.path("status").asString()).isEqualTo("PASSED");
    assertThat(json.path("heldAgainst")).hasSize(1);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    var name = BlockFixture.TREASURY.text();
    try (var connection = DATABASE.connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("update accounts set valid = 1001 where address = '" + name + "'");
      var said = run("verify", "--head", STRANGE);
      var json = run("verify", "--json");
      statement.executeUpdate("update accounts set valid = 1000 where address = '" + name + "'");
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.out().lines())
          .containsExactly(
              "accounts " + name + " COIN, valid: 1001, should be 1000",
              "blocks any, hash: a chain of 4 blocks without it, should be "
                  + STRANGE
                  + ", by the caller",
              "Findings up to block 4: 2");
      assertThat(json.code()).isEqualTo(1);
      assertThat(json.json().path("findings")).hasSize(1);
    }
  }

  @Test
  void holdsTheChainAgainstACheckpoint() throws IOException {
    var root = (String) node.get("/api/v1/blocks/3").json().get("historyRoot");
    var note = NeumannsCheckpoints.signed(2, Hash.parse(root).orElseThrow()).format();
    Files.writeString(directory.resolve("note"), note);
    var said = run("verify", "--checkpoint", "note", "--key", NeumannsCheckpoints.KEY);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("Held against the first 2 blocks with the root " + root);
    Files.writeString(directory.resolve("other"), note.replace("\n2\n", "\n3\n"));
    var refused = run("verify", "--checkpoint", "other", "--key", NeumannsCheckpoints.KEY);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).startsWith("CHECKPOINT_INVALID: ");
    assertThat(run("verify", "--checkpoint", "none", "--key", "x").code()).isEqualTo(4);
    assertThat(run("verify", "--checkpoint", "note").code()).isEqualTo(2);
    assertThat(run("verify", "--key", "x").code()).isEqualTo(2);
    assertThat(run("verify", "--head", "x").code()).isEqualTo(2);
    assertThat(run("verify", "--peer", "http://127.0.0.1:1").err()).startsWith("PEER_UNKNOWN: ");
    assertThat(run("verify", "--server", "http://127.0.0.1:1").code()).isEqualTo(3);
  }

  /** Answers with one after the other. */
  private List<Terminal.Said> with(Deque<String> answers, String[]... commands) throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/api/v1/audits",
        exchange -> {
          var bytes = answers.pop().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestMethod().equals("POST") ? 202 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    try {
      terminal.with("LEDGER_URL", "http://127.0.0.1:" + http.getAddress().getPort());
      var said = new ArrayList<Terminal.Said>();
      for (var command : commands) {
        said.add(run(command));
      }
      return said;
    } finally {
      http.stop(0);
    }
  }

  private static String audit(String status, String more) {
    return "{\"id\":7,\"status\":\"" + status + "\",\"findingCount\":0" + more + "}";
  }

  @Test
  void tellsHowFarItIsAndDoesNotWaitUnlessAsked() throws IOException {
    var running =
        audit(
            "RUNNING",
            ",\"progress\":{\"percent\":41,\"blocks\":5,\"transactions\":600,"
                + "\"transactionsPerSecond\":70,\"secondsLeft\":8}");
    var answers = new ArrayDeque<String>();
    answers.add(audit("RUNNING", ""));
    for (int i = 0; i < 3; i++) {
      answers.add(running);
    }
    answers.add(audit("INTERRUPTED", ""));
    answers.add(audit("RUNNING", ""));
    answers.add(audit("FAILED", ",\"failure\":\"The file is in use.\""));
    answers.add(audit("RUNNING", ""));
    var said =
        with(
            answers,
            new String[] {"verify", "--verbose"},
            new String[] {"verify"},
            new String[] {"verify", "--no-wait"});
    assertThat(said).extracting(Terminal.Said::code).containsExactly(3, 3, 0);
    assertThat(said.get(0).err().lines())
        .containsExactly(
            "41 %, 600 transactions in 5 blocks, 70 a second, 8 s left",
            "Somebody stopped it; the same command goes on from there.");
    assertThat(said.get(1).err().strip()).isEqualTo("Not verified: The file is in use.");
    assertThat(said.get(2).out().strip())
        .isEqualTo("Audit 7 has begun; GET /api/v1/audits/7 tells how far it is.");
    assertThat(answers).isEmpty();
  }
}
