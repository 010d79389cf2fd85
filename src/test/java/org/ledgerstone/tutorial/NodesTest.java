package org.ledgerstone.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;

/** The second and third documents' calls about nodes, between nodes of one ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class NodesTest {

  private static final Genesis GENESIS = BlockFixture.genesis(g -> g.intervalMillis = 1);
  private static final String LIST_INVALID = "Error: Please supply a valid list of nodes";

  private HttpNode node;
  private HttpNode neighbour;

  @BeforeAll
  void start() {
    node = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, GENESIS);
    neighbour = HttpNode.start(TestDatabase.Kind.POSTGRESQL, BlockFixture.MINER, GENESIS);
  }

  @AfterAll
  void stop() {
    node.close();
    neighbour.close();
  }

  @AfterEach
  void forget() {
    for (var one : List.of(node, neighbour)) {
      var peers = one.node().get(Peers.class);
      peers.all().forEach(peer -> peers.remove(peer.url()));
    }
  }

  private static String address(HttpNode of) {
    URI uri = of.uri("");
    return uri.getHost() + ":" + uri.getPort();
  }

  private static List<String> peersOf(HttpNode of) {
    return of.node().get(Peers.class).all().stream().map(peer -> peer.url().text()).toList();
  }

  private static String reason(Reply reply, String before) {
    reply.with(400).saysNothingOfTheInside();
    assertThat(reply.header("Content-Type")).hasValue("text/plain;charset=UTF-8");
    assertThat(reply.body()).startsWith(before + ": ");
    return reply.body().substring(before.length() + 2);
  }

  // The second document's.

  @Test
  void addsNodes() {
    for (var written : List.of(address(neighbour), "http://" + address(neighbour) + "/")) {
      node.post("/add_nodes", List.of(written)).isPlainText(201, "Success");
      assertThat(peersOf(node)).containsExactly("http://" + address(neighbour));
    }
    assertThat(node.get("/chain").json())
        .containsEntry("peers", List.of("http://" + address(neighbour)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "\"127.0.0.1:8001\"",
        "[\"\"]",
        "[5]",
        "[null]",
        "[\"http://127.0.0.1:8001/path\"]",
        "[\"ftp://127.0.0.1:8001\"]",
        "[\"http://me:secret@127.0.0.1:8001\"]"
      })
  void refusesWhatNamesNoNodes(String body) {
    node.post("/add_nodes", body).isPlainText(400, "Invalid data");
    assertThat(peersOf(node)).isEmpty();
  }

  @Test
  void saysWhyANodeIsNotAdded() {
    var nobody = "127.0.0.1:1";
    assertThat(reason(node.post("/add_nodes", List.of(nobody, address(neighbour))), "Invalid data"))
        .isNotEmpty();
    assertThat(peersOf(node)).as("the other is added").hasSize(1);
    assertThat(reason(node.post("/add_nodes", List.of(address(node))), "Invalid data"))
        .isNotEmpty();
    try (var other = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.BOB, g -> g.chain = 8)) {
      assertThat(reason(node.post("/add_nodes", List.of(address(other))), "Invalid data"))
          .contains(node.rules().ledger().toString(), other.rules().ledger().toString());
    }
    assertThat(peersOf(node)).hasSize(1);
  }

  @Test
  void registersANodeAndShowsItTheChain() {
    var body = Map.of("node_address", "http://" + address(neighbour) + "/");
    var answer = node.post("/register_node", body).with(200);
    assertThat(answer.header("Content-Type")).hasValue("application/json");
    assertThat(answer.json()).isEqualTo(node.get("/chain").json());
    assertThat(answer.json())
        .containsEntry("peers", List.of("http://" + address(neighbour)))
        .containsKeys("length", "chain");
    node.post("/register_node", body).with(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "nonsense",
        "{\"node_address\":\"\"}",
        "{\"node_address\":5}",
        "{\"node_address\":null}",
        "{\"node_address\":[\"127.0.0.1:8001\"]}",
        "{\"node_address\":\"file:///etc/passwd\"}"
      })
  void refusesWhatIsNoAddress(String body) {
    node.post("/register_node", body).isPlainText(400, "Invalid data");
    node.post("/register_with", body).isPlainText(400, "Invalid data");
    assertThat(peersOf(node)).isEmpty();
  }

  @Test
  void registersWithANodeAndCatchesUp() {
    for (int i = 0; i < 30; i++) {
      var post = BlockFixture.post(node.rules(), "x".repeat(4_000), "long-" + i);
      neighbour.order(post).with(201);
    }
    neighbour.generate();
    assertThat(neighbour.get("/chain").body()).hasSizeGreaterThan(1 << 16);
    node.post("/register_with", Map.of("node_address", "http://" + address(neighbour)))
        .isPlainText(200, "Registration successful");
    assertThat(peersOf(node)).containsExactly("http://" + address(neighbour));
    assertThat(peersOf(neighbour)).containsExactly("http://" + address(node));
    assertThat(node.head().get("hash")).isEqualTo(neighbour.head().get("hash"));
  }

  @Test
  void registersWithNobodyWhoDoesNotTakeItIn() {
    var more = Map.of("LEDGER_SECRET_KEY", "s".repeat(32), "LEDGER_READ", "open");
    try (var closed = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.BOB, GENESIS, more)) {
      var body = Map.of("node_address", address(closed));
      assertThat(reason(node.post("/register_with", body), "Invalid data")).contains("401");
      assertThat(peersOf(node)).isEmpty();
      node.node().get(Peers.class).add(PeerUrl.parse(address(closed)).orElseThrow());
      node.post("/register_with", body).with(400);
      assertThat(peersOf(node)).as("it was a peer before").hasSize(1);
    }
  }

  // The third document's.

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "Nodes", "Urls", "urls", "URL", "url", "Address", "address"})
  void registersNodes(String key) {
    for (int i = 0; i < 2; i++) {
      var answer =
          node.post("/nodes/register", Map.of(key, List.of("http://" + address(neighbour))));
      assertThat(answer.with(201).json())
          .isEqualTo(
              Map.of(
                  "message",
                  "New nodes have been added",
                  "total_nodes",
                  List.of(address(neighbour))));
      assertThat(answer.header("Content-Type")).hasValue("application/json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"url", "address"})
  void registersOne(String key) {
    node.post("/nodes/register", Map.of(key, address(neighbour))).with(201);
    assertThat(peersOf(node)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "nonsense",
        "{\"nodes\":\"http://127.0.0.1:8001\"}",
        "{\"urls\":\"http://127.0.0.1:8001\"}",
        "{\"nodes\":[\"\"]}",
        "{\"url\":\"\"}",
        "{\"nodes\":[\"http://127.0.0.1:8001\",5]}",
        "{\"nodes\":null}",
        "{\"node\":[\"http://127.0.0.1:8001\"]}",
        "{\"nodes\":[],\"Nodes\":[]}"
      })
  void refusesWhatIsNoListOfNodes(String body) {
    node.post("/nodes/register", body).isPlainText(400, LIST_INVALID);
    assertThat(peersOf(node)).isEmpty();
  }

  @Test
  void saysWhyANodeIsNotRegistered() {
    assertThat(reason(node.post("/nodes/register", Map.of("url", "127.0.0.1:1")), LIST_INVALID))
        .isNotEmpty();
  }

  @Test
  void givesWayToTheLongerChain() {
    node.post("/nodes/register", Map.of("nodes", List.of(address(neighbour)))).with(201);
    node.get("/nodes/resolve").with(200);
    isReplacedAfter(neighbour::generate);
    isReplacedAfter(() -> {
      node.generate();
      neighbour.generate();
      neighbour.generate();
    });
    assertThat(node.get("/nodes/resolve").with(200).text("message"))
        .isEqualTo("Our chain is authoritative");
  }

  /**
   * The node may also have asked its neighbour by itself meanwhile, and is authoritative then: it
   * does so a few times a minute, not every time.
   */
  private void isReplacedAfter(Runnable blocks) {
    var messages = new ArrayList<String>();
    for (int i = 0; i < 5 && !messages.contains("Our chain was replaced"); i++) {
      blocks.run();
      var answer = node.get("/nodes/resolve").with(200);
      messages.add(answer.text("message"));
      var name = messages.getLast().equals("Our chain is authoritative") ? "chain" : "new_chain";
      assertThat(answer.json()).containsOnlyKeys("message", name);
      assertThat(answer.list(name)).isEqualTo(neighbour.get("/chain").list("chain"));
    }
    assertThat(messages).contains("Our chain was replaced");
  }

  @Test
  void isAuthoritativeAlsoAmongTheDead() {
    try (var dying = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.BOB, GENESIS)) {
      node.post("/nodes/register", Map.of("nodes", List.of(address(dying)))).with(201);
    }
    var answer = node.get("/nodes/resolve").with(200);
    assertThat(answer.json())
        .containsOnlyKeys("message", "chain")
        .containsEntry("message", "Our chain is authoritative");
    assertThat(answer.list("chain")).isEqualTo(node.get("/chain").list("chain"));
  }
}
