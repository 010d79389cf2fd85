package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.Transfer;

/** {@code send}. */
class SendTest {

  @TempDir private Path directory;
  private Terminal terminal;
  private FakeServer server;

  @BeforeEach
  void begin() throws IOException {
    server = new FakeServer(Ledgers.open());
    terminal =
        Terminal.in(directory).withKey(Terminal.ALICE_KEY).with("LEDGER_URL", server.url() + "/");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Terminal.Said send(String words) throws IOException {
    return terminal.run(("send --to users:bob --amount 5 " + words).strip().split(" "));
  }

  private long nonce(int position) {
    return ((Transfer) server.pool.get(position).content()).nonce().orElseThrow();
  }

  @Test
  void signsAndHandsIn() throws IOException {
    var said = send("--memo rent");
    assertEquals(0, said.code(), said.err());
    assertEquals(server.pool.getFirst().id() + " pending", said.out().strip());
    assertEquals("rent", ((Transfer) server.pool.getFirst().content()).memo());
    assertTrue(server.posts().getFirst().key().orElseThrow().matches("[0-9a-f]{32}"));
  }

  @Test
  void takesTheNextNonceEachTime() throws IOException {
    send("");
    send("");
    assertEquals(List.of(0L, 1L), List.of(nonce(0), nonce(1)));
  }

  @Test
  void answersInJsonWithWhatTheServerSaid() throws IOException {
    var said = send("--asset PTS --json").json();
    assertEquals(server.pool.getFirst().id().toString(), said.path("id").asString());
    assertEquals("pending", said.path("status").asString());
    assertEquals("PTS", said.path("asset").asString());
  }

  @Test
  void sendsTheSameAgainWhenTheAnswerIsLost() throws IOException {
    server.mishaps.add(0);
    server.mishaps.add(503);
    assertEquals(0, send("").code());
    var posts = server.posts();
    assertEquals(3, posts.size());
    assertEquals(posts.get(0), posts.get(1));
    assertEquals(posts.get(0), posts.get(2));
  }

  @Test
  void saysHowToGoOnWhenNothingIsHeard() throws IOException {
    server.mishaps.addAll(List.of(0, 0, 0));
    var said = send("");
    assertEquals(3, said.code());
    assertTrue(said.err().contains("--nonce 0"), said.err());
  }

  @Test
  void signsAnewWhenAnotherTookTheNonce() throws IOException {
    server.mishaps.addAll(List.of(409, 409));
    assertEquals(0, send("").code());
    var posts = server.posts();
    assertNotEquals(posts.get(0).key(), posts.get(1).key());
    server.mishaps.addAll(List.of(409, 409, 409, 409, 409));
    assertEquals(1, send("").code());
  }

  @Test
  void keepsToTheNonceThatItWasGiven() throws IOException {
    server.mishaps.add(409);
    var said = send("--nonce 0");
    assertEquals(1, said.code());
    assertTrue(said.err().startsWith("NONCE_USED: "), said.err());
    assertEquals(1, server.posts().size());
  }

  @Test
  void tellsWhyTheLedgerRefuses() throws IOException {
    var said = send("--asset NONE --json");
    assertEquals(1, said.code());
    var error = said.json().path("error");
    assertEquals("ASSET_UNKNOWN", error.path("code").asString());
    assertTrue(said.err().contains(error.path("detail").asString()), said.err());
  }

  @Test
  void refusesAnotherLedgerThanTheOneMeant() throws IOException {
    var said = send("--ledger " + "0".repeat(64));
    assertEquals(1, said.code());
    assertTrue(said.err().startsWith("OTHER_LEDGER"), said.err());
    assertEquals(List.of(), server.posts());
  }

  @Test
  void movesNamedAccountsWithTheOperatorsKeyOnly() throws IOException {
    assertEquals(4, send("--from treasury").code());
    try (var listed = new FakeServer(Ledgers.listed())) {
      terminal.withKey(Terminal.MINER_KEY).with("LEDGER_URL", listed.url());
      assertEquals(0, send("--from treasury").code());
      assertEquals(1, listed.pool.size());
    }
  }

  @Test
  void handsInPostsAndSeedTexts() throws IOException {
    assertEquals(0, terminal.run("send", "--author", "Ann", "--content", "Hello you").code());
    var said = terminal.run("send", "--seed", "--to", Terminal.BOB, "--amount", "3");
    assertEquals(0, said.code(), said.err());
    assertEquals(server.pool.get(1).id() + " pending", said.out().strip());
    assertEquals("POST /add_transaction/", server.posts().getLast().call());
  }

  @Test
  void tellsWhyASeedTextIsRefused() throws IOException {
    try (var listed = new FakeServer(Ledgers.listed())) {
      terminal.with("LEDGER_URL", listed.url());
      var said = terminal.run("send", "--seed", "--to", Terminal.BOB, "--amount", "3");
      assertEquals(1, said.code());
      assertTrue(said.err().contains("takes no seed-text signatures"), said.err());
    }
  }

  @Test
  void tellsThatNobodyIsThere() throws IOException {
    server.close();
    assertEquals(3, send("").code());
    assertEquals(3, send("--json --verbose").code());
  }
}
