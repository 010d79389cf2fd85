package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code balance} and {@code generate}: what is asked of a server, and as whom. */
class AskingTest {

  @TempDir private Path directory;
  private Terminal terminal;
  private FakeServer server;

  @BeforeEach
  void begin() throws IOException {
    server = new FakeServer(Ledgers.open());
    terminal = Terminal.in(directory).with("LEDGER_URL", server.url());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void tellsABalance() throws IOException {
    assertEquals(
        "1000 COIN (valid 1000, pending in 0, pending out 0, available 1000)",
        terminal.run("balance", "treasury").out().strip());
    assertEquals(
        "50 PTS",
        terminal.run("balance", Terminal.ALICE, "--asset", "PTS", "--at", "1").out().strip());
    var json = terminal.run("--json", "balance", "treasury").json();
    assertEquals("1000", json.path("valid").asString());
    assertEquals(0, json.path("nextNonce").asInt());
  }

  @Test
  void tellsWhyThereIsNone() throws IOException {
    assertEquals(1, terminal.run("balance", "treasury", "--asset", "NONE").code());
    assertEquals(2, terminal.run("balance", "no account").code());
  }

  @Test
  void showsNoControlCharactersOfAServer() throws IOException {
    assertEquals("a?[31mb\n\tc", Words.plain("a\u001b[31mb\n\tc"));
  }

  @Test
  void findsTheServerByItsPort() throws IOException {
    terminal.environment.clear();
    terminal.with("SERVER_PORT", server.url().replaceFirst(".*:", ""));
    assertEquals(0, terminal.run("balance", "treasury").code());
  }

  @Test
  void knowsWhatIsNoLedger() throws IOException {
    var said = terminal.run("balance", "treasury", "--server", server.url() + "/elsewhere");
    assertEquals(1, said.code());
    assertTrue(said.err().startsWith("NOT_FOUND: "), said.err());
  }

  @Test
  void generatesWithAToken() throws IOException {
    assertEquals(1, terminal.run("generate").code());
    assertEquals(0, terminal.with("LEDGER_TOKEN", "good.token").run("generate").code());
    assertEquals(Optional.of("Bearer good.token"), server.posts().getLast().token());
    Files.writeString(directory.resolve("token"), "other.token\n");
    assertEquals(1, terminal.run("generate", "--token-file", "token", "--data", "x").code());
    assertEquals("{\"data\":\"x\"}", server.posts().getLast().body());
    assertTrue(server.posts().getLast().key().isPresent());
  }

  @Test
  void tellsTheBlockThatWasGenerated() throws IOException {
    terminal.with("LEDGER_TOKEN", "good.token");
    var hash = server.chain.head().hash().toString();
    assertEquals(
        "Block 1 " + hash + " with 3 transactions", terminal.run("generate").out().strip());
    assertEquals(hash, terminal.run("generate", "--json").json().path("hash").asString());
  }

  @Test
  void refusesATokenThatIsNone() throws IOException {
    var said = terminal.with("LEDGER_TOKEN", "two\nlines").run("generate", "--verbose");
    assertEquals(4, said.code());
    assertFalse(said.err().contains("two"), said.err());
    assertEquals(4, terminal.run("generate", "--token-file", "none").code());
  }
}
