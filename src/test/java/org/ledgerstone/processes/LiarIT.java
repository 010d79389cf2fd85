package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A peer that lies changes nothing on an honest node and is left alone; what another peer has to
 * say is heard all the same, even if it is the very block that the lie was about.
 */
class LiarIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int BASE_BLOCKS = 4;
  private static final int TRIES = 3;
  private static final Request SYNC =
      new Request("/api/v1/peers/sync", "", Optional.empty(), Optional.empty());
  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static TestDatabase othersDatabase;
  private static NodeProcess honest;
  private static NodeProcess other;
  private static Client client;
  private static Client othersClient;

  /** What both have. */
  private static final ChainInMemory CHAIN = new ChainInMemory(GENESIS);

  @BeforeAll
  static void startTwoNodes() throws Exception {
    var jar = UnpackedService.jar();
    database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    othersDatabase = TestDatabase.of(TestDatabase.Kind.H2);
    var one = NodeProcess.Start.of(jar, directory).oneOfMany(NodeProcess.freePort());
    var two = one.oneOfMany(NodeProcess.freePort());
    honest = one.begin(settings(database, two));
    other = two.begin(settings(othersDatabase, one));
    client = new Client(honest.awaitHealth());
    othersClient = new Client(other.awaitHealth());
    for (int i = 0; i < BASE_BLOCKS; i++) {
      isTaken(truth());
    }
  }

  private static Map<String, String> settings(TestDatabase of, NodeProcess.Start peer) {
    var settings = new HashMap<>(of.settings());
    settings.put("LEDGER_GENESIS", TestGenesis.file(GENESIS).toString());
    settings.put("WALLET_PRIVATE_KEY", BlockFixture.OPERATOR.secret());
    settings.put("LEDGER_PEERS", "http://127.0.0.1:" + peer.port());
    return settings;
  }

  /** A block with three transactions that can come next. */
  private static SealedBlock truth() {
    return CHAIN.next().with(Lie.pay(CHAIN, 0).order(), Lie.pay(CHAIN, 1).order()).block();
  }

  @ParameterizedTest
  @EnumSource
  void changesNothing(Lie lie) throws Exception {
    var truth = truth();
    var before = contents();
    try (var liar = lie.told(CHAIN.fork(), truth)) {
      post(client, "/api/v1/peers", Map.of("url", liar.url()), 201);
      assertThat(client.send(SYNC).status()).isEqualTo(200);
      Patience.until(
          lie + " is left alone",
          () -> isLeftAlone(liar, lie.said()),
          () -> peers() + honest.log());
      System.out.println(lie + ": " + peer(liar).orElseThrow());
      assertThat(contents()).isEqualTo(before);

      isTaken(truth);
      var removed = client.delete("/api/v1/peers?url=" + liar.url());
      assertThat(removed.status()).as(removed.body()).isEqualTo(200);
    }
  }

  @Test
  void hearsAnotherPeerWhileOneDrips() throws Exception {
    try (var liar = Lie.DRIPPING.told(CHAIN.fork(), truth())) {
      liar.claims(100);
      post(client, "/api/v1/peers", Map.of("url", liar.url()), 201);
      boolean meanwhile = false;
      for (int i = 0; i < TRIES && !meanwhile; i++) {
        var sync = new FutureTask<>(() -> client.send(SYNC).status());
        Thread.ofVirtual().start(sync);
        Patience.until("the drip has begun", liar::isAnswering, LiarIT::peers);
        isTaken(truth());
        meanwhile = liar.isAnswering();
        assertThat(sync.get()).isEqualTo(200);
      }
      assertThat(meanwhile).as("a block has come while the other answer dripped").isTrue();
      client.delete("/api/v1/peers?url=" + liar.url());
    }
  }

  private static boolean isLeftAlone(MadeNode liar, String said) throws Exception {
    return peer(liar)
        .filter(peer -> peer.path("failures").asInt() > 0 && peer.has("notBefore"))
        .filter(peer -> peer.path("error").asString().contains(said))
        .isPresent();
  }

  private static Optional<JsonNode> peer(MadeNode liar) throws Exception {
    return JSON.readTree(client.get("/api/v1/peers").body())
        .path("items")
        .valueStream()
        .filter(peer -> peer.path("url").asString().equals(liar.url()))
        .findFirst();
  }

  private static String peers() {
    try {
      return client.get("/api/v1/peers").body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The other node hears of this block, and the honest one of it from that. */
  private static void isTaken(SealedBlock block) throws Exception {
    post(othersClient, "/api/v1/blocks", Wire.block(block), 201);
    CHAIN.accept(block);
    Patience.until(
        "the block of an honest peer is taken",
        () -> client.get("/api/v1/blocks/" + block.hash()).status() == 200,
        () -> peers() + honest.log());
  }

  private static void post(Client to, String path, Map<String, Object> json, int status)
      throws Exception {
    var request =
        new Request(path, JSON.writeValueAsString(json), Optional.empty(), Optional.empty());
    var answer = to.send(request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  /** All that the honest node has, but for what it says of its peers. */
  private static Map<String, String> contents() {
    var rows = new TreeMap<>(TableContents.of(database).rows());
    assertThat(rows.remove("peers")).isNotNull();
    return rows;
  }

  @AfterAll
  static void stopBoth() throws Exception {
    try (var one = honest;
        var two = other) {
      client.close();
      othersClient.close();
      one.stop();
      two.stop();
      Invariants.check(database, new RuleBook(GENESIS));
      Invariants.check(othersDatabase, new RuleBook(GENESIS));
    }
  }
}
