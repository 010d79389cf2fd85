package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;

class PeersApiTest {

  private static HttpNode node;
  private static HttpNode other;

  @BeforeAll
  static void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
    other = HttpNode.start(TestDatabase.Kind.POSTGRESQL);
  }

  @AfterAll
  static void stop() {
    node.close();
    other.close();
  }

  @AfterEach
  void forget() {
    for (var on : List.of(node, other)) {
      on.node().get(Peers.class).all().forEach(p -> on.node().get(Peers.class).remove(p.url()));
    }
  }

  private static String url(HttpNode at) {
    return at.uri("").toString();
  }

  private static Reply add(String url) {
    return node.post("/api/v1/peers", Map.of("url", url));
  }

  private static String genesis() {
    return node.rules().ledger().toString();
  }

  @Test
  void addsANodeOfTheSameLedger() {
    var added = add(url(other) + "/").with(201).json();
    assertThat(added).containsEntry("url", url(other)).containsEntry("failures", 0);
    assertThat(added).containsKeys("added", "lastSeen", "roundTripMicros");
    var head = other.head();
    assertThat(added.get("head"))
        .isEqualTo(
            Map.of("index", head.get("index"), "hash", head.get("hash"), "work", head.get("work")));
    var known = add(url(other)).with(200).json();
    assertThat(known).containsEntry("added", added.get("added"));
    // What else is said of it may be newer: it is asked again by itself.
    assertThat(node.get("/api/v1/peers").items())
        .singleElement()
        .satisfies(peer -> {
          assertThat(peer.get("url")).isEqualTo(known.get("url"));
          assertThat(peer.get("added")).isEqualTo(known.get("added"));
        });
  }

  @Test
  void worksOnBothDatabases() {
    other.post("/api/v1/peers", Map.of("url", url(node))).with(201);
    assertThat(other.get("/api/v1/peers").items()).hasSize(1);
    other.post("/api/v1/peers/sync", "").with(200);
    other.send("DELETE", "/api/v1/peers?url=" + url(node), new byte[0]).with(200);
    assertThat(other.get("/api/v1/peers").items()).isEmpty();
  }

  @Test
  void isNeverItsOwnPeer() {
    add(url(node)).isProblem(422, "PEER_IS_SELF");
    add("localhost:" + node.uri("").getPort()).isProblem(422, "PEER_IS_SELF");
    assertThat(node.get("/api/v1/peers").items()).isEmpty();
  }

  @Test
  void takesNoNodeOfAnotherLedger() throws IOException {
    var strange = "cd".repeat(32);
    try (var peer = FakePeer.ofLedger(strange, (request, out) -> {})) {
      var refused = add(peer.url().text()).isProblem(409, "LEDGER_DIFFERENT");
      assertThat(refused.text("detail")).contains(strange, genesis());
    }
  }

  @Test
  void takesNoNodeOfAnotherProtocol() throws IOException {
    try (var peer = FakePeer.thatAnswers(FakePeer.facts(2, "f".repeat(32), genesis()))) {
      var refused = add(peer.url().text()).isProblem(409, "PROTOCOL_DIFFERENT");
      assertThat(refused.text("detail")).contains("version 2", "version 1");
    }
  }

  @Test
  void knowsItselfWhateverElseItSays() throws IOException {
    var id = node.node().get(NodeIdentity.class).id();
    try (var mirror = FakePeer.thatAnswers(FakePeer.facts(2, id, "cd".repeat(32)))) {
      add(mirror.url().text()).isProblem(422, "PEER_IS_SELF");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"protocol\":1}",
        "{\"protocol\":1,\"protocol\":1}",
        "{\"protocol\":1,\"node\":\"x\",\"genesis\":\"abc\",\"head\":{}}",
        "{\"protocol\":1.5}"
      })
  void takesNobodyWhoAnswersOtherwise(String answer) throws IOException {
    try (var peer = FakePeer.thatAnswers(answer)) {
      add(peer.url().text()).isProblem(422, "PEER_NOT_UNDERSTOOD");
    }
  }

  @Test
  void takesNobodyWhoSendsItElsewhere() throws IOException {
    try (var peer =
        FakePeer.thatSays(
            "HTTP/1.1 302 Found\r\nLocation: "
                + url(other)
                + "/api/v1/ledger\r\nContent-Length: 0\r\n\r\n")) {
      add(peer.url().text()).isProblem(422, "PEER_NOT_UNDERSTOOD");
    }
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    var gone = FakePeer.thatAnswers("{}");
    gone.close();
    add(gone.url().text()).isProblem(503, "PEER_UNREACHABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://[fe80::1]",
        "http://0.0.0.0:8080",
        "http://[::ffff:169.254.169.254]:80",
        "https://224.0.0.1"
      })
  void callsNoForbiddenAddress(String url) {
    add(url).isProblem(422, "PEER_FORBIDDEN_ADDRESS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70",
        "http://user:password@127.0.0.1:8000",
        "http://2130706433:8000",
        "http://0177.0.0.1:8000",
        "http://127.0.0.1:8000/chain"
      })
  void takesNoOtherUrl(String url) {
    var refused = add(url).isProblem(400, "PEER_URL_INVALID");
    assertThat(refused.body()).doesNotContain("password@");
  }

  @Test
  void takesNoOtherBody() {
    node.post("/api/v1/peers", "{}").isProblem(400, "MALFORMED");
    node.post("/api/v1/peers", "{\"url\":1}").isProblem(400, "MALFORMED");
    node.post("/api/v1/peers", "{\"url\":\"x:1\",\"name\":\"y\"}").isProblem(400, "MALFORMED");
    node.post("/api/v1/peers/sync", "{\"url\":\"x:1\"}").isProblem(400, "MALFORMED");
    node.send("DELETE", "/api/v1/peers", new byte[0]).isProblem(400, "MALFORMED");
  }

  @Test
  void takesSoManyAndNoMore() {
    node.node().get(Peers.class).expect(urls(Peers.COUNT_MAX + 5));
    assertThat(node.node().get(Peers.class).all()).hasSize(Peers.COUNT_MAX);
    add(url(other)).isProblem(409, "PEERS_FULL");
    var first = node.get("/api/v1/peers?limit=150").with(200);
    assertThat(first.list("items")).hasSize(150);
    var rest = node.get("/api/v1/peers?limit=150&cursor=" + first.text("next")).items();
    assertThat(rest).hasSize(50).doesNotContainAnyElementsOf(first.list("items"));
    node.node().get(Peers.class).remove(urls(1).getFirst());
    add(url(other)).with(201);
  }

  /** Ports on which nobody listens. */
  private static List<PeerUrl> urls(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> PeerUrl.parse("127.0.0.1:" + port).orElseThrow())
        .toList();
  }

  @Test
  void removesAPeer() {
    add(url(other)).with(201);
    var path = "/api/v1/peers?url=" + url(other) + "/";
    assertThat(node.send("DELETE", path, new byte[0]).with(200).text("url")).isEqualTo(url(other));
    node.send("DELETE", path, new byte[0]).isProblem(404, "NOT_FOUND");
    assertThat(node.get("/api/v1/peers").items()).isEmpty();
  }

  @Test
  void answersTheSameRequestAgain() {
    var body = Map.of("url", url(other));
    node.post("/api/v1/peers", body, "Idempotency-Key", "add").with(201);
    var path = "/api/v1/peers?url=" + url(other);
    node.send("DELETE", path, new byte[0], "Idempotency-Key", "remove").with(200);
    var again = node.post("/api/v1/peers", body, "Idempotency-Key", "add").with(201);
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    node.send("DELETE", path, new byte[0], "Idempotency-Key", "remove").with(200);
    assertThat(node.get("/api/v1/peers").items()).isEmpty();
    node.post("/api/v1/peers", Map.of("url", "x:1"), "Idempotency-Key", "add")
        .isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    node.post("/api/v1/peers/sync", "", "Idempotency-Key", "sync").with(200);
    assertThat(
            node.post("/api/v1/peers/sync", "", "Idempotency-Key", "sync")
                .header("Idempotency-Replayed"))
        .hasValue("true");
  }

  @Test
  void aDeadPeerIsAReport() throws IOException {
    var dying = FakePeer.ofLedger(genesis(), (request, out) -> {});
    add(dying.url().text()).with(201);
    add(url(other)).with(201);
    dying.close();
    var reports = node.post("/api/v1/peers/sync", "").with(200).list("items");
    assertThat(reports).extracting("url").containsExactly(dying.url().text(), url(other));
    assertThat(reports).extracting("reached").containsExactly(false, true);
    var peers = node.get("/api/v1/peers").items();
    assertThat(peers.getFirst()).containsKeys("error", "notBefore", "lastSeen", "head");
    assertThat((int) peers.getFirst().get("failures")).isPositive();
    assertThat(peers.getLast()).doesNotContainKeys("error", "notBefore");
  }

  /** Whoever claims more work than he shows, but says truly who he is. */
  @Test
  void aLiarIsLeftAloneForLongerEachTime() throws IOException {
    var claim = FakePeer.facts(1, "f".repeat(32), genesis(), 1_000_000);
    try (var liar = FakePeer.thatAnswers(claim)) {
      add(liar.url().text()).with(201);
      node.post("/api/v1/peers/sync", "").with(200);
      var peers = node.node().get(Peers.class);
      await(() -> {
        var left = peers.all().getFirst();
        return left.failures() >= 3
            && left.notBefore().orElseThrow().isAfter(left.lastSeen().orElseThrow().plusSeconds(1))
            && !peers.isFit(left.url());
      });
    }
  }

  @Test
  void findsWhereChainsPart() {
    node.generate();
    var head = (String) node.head().get("hash");
    var first = (String) node.get("/api/v1/blocks/1").json().get("hash");
    var strange = "0".repeat(64);
    var path = "/api/v1/blocks/common?hashes=";
    var index = node.head().get("index");
    assertThat(node.get(path + strange + "," + head + "," + first).with(200).json())
        .isEqualTo(Map.of("index", index, "hash", head));
    assertThat(node.get(path + first + "," + head).with(200).json()).containsEntry("index", 1);
    node.get(path + strange).isProblem(404, "NOT_FOUND");
    node.get(path + (strange + ",").repeat(63) + first).with(200);
    node.get(path + (strange + ",").repeat(64) + first).isProblem(400, "MALFORMED");
    for (var wrong : List.of("", ",", first + ",", first.toUpperCase(), "x")) {
      node.get(path + wrong).isProblem(400, "MALFORMED");
    }
    node.get("/api/v1/blocks/common").isProblem(400, "MALFORMED");
  }

  @Test
  void readsAnothersChainOverTheNetwork() {
    other.generate();
    other.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 3);
    other.generate();
    var network = node.node().get(PeerNetwork.class);
    var peer = PeerUrl.parse(url(other)).orElseThrow();
    var headers = got(network.headers(peer, 2, 1000));
    assertThat(headers).isNotEmpty();
    var blocks = got(network.blocks(peer, headers));
    assertThat(blocks).hasSameSizeAs(headers);
    for (var block : blocks) {
      assertThat(SealedBlock.merkleRoot(block.transactions()))
          .isEqualTo(block.header().merkleRoot());
    }
    assertThat(headers.getLast().hash().toString()).isEqualTo(other.head().get("hash"));
    assertThat(got(network.headers(peer, 2, 1))).hasSize(1);
    assertThat(got(network.headers(peer, 1_000_000, 10))).isEmpty();
    var unknown = Hash.ofText("unknown");
    var first = headers.getFirst();
    var strange = new SealedHeader(first.header(), unknown, first.seal());
    assertThat(got(network.blocks(peer, List.of(strange)))).isEmpty();
    assertThat(got(network.common(peer, List.of(unknown)))).isEmpty();
    var common = got(network.common(peer, List.of(unknown, headers.getFirst().hash())));
    assertThat(common).contains(new PeerNetwork.ChainPoint(2, headers.getFirst().hash()));
  }

  private static <T> T got(PeerAnswer<T> answer) {
    assertThat(answer).isInstanceOf(PeerAnswer.Got.class);
    return ((PeerAnswer.Got<T>) answer).value();
  }

  @Test
  void onlyAnAdminChangesTheList() {
    var genesis = node.genesis();
    var secret = Map.of("LEDGER_SECRET_KEY", "s".repeat(32));
    try (var guarded =
        HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, genesis, secret)) {
      guarded.post("/api/v1/peers", Map.of("url", url(other))).isProblem(401, "TOKEN_MISSING");
      guarded.post("/api/v1/peers/sync", "").isProblem(401, "TOKEN_MISSING");
      guarded
          .send("DELETE", "/api/v1/peers?url=" + url(other), new byte[0])
          .isProblem(401, "TOKEN_MISSING");
      assertThat(guarded.get("/api/v1/peers").items()).isEmpty();
    }
  }

  @Test
  void goesOnWithItsPeersAfterARestart() {
    try (var restarted =
        HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, node.genesis())) {
      restarted.post("/api/v1/peers", Map.of("url", url(other))).with(201);
      var added = restarted.get("/api/v1/peers").items().getFirst().get("added");
      restarted.restart();
      assertThat(restarted.get("/api/v1/peers").items().getFirst()).containsEntry("added", added);
      var peers = restarted.node().get(Peers.class);
      await(() -> !peers.met().isEmpty());
    }
  }

  @Test
  void asksThePeersOfItsSettingsUntilTheyAnswer() throws IOException {
    var ready = new AtomicBoolean();
    var facts = FakePeer.facts(1, "f".repeat(32), genesis());
    try (var late = FakePeer.that(out -> FakePeer.write(ready.get() ? facts : "{}", out));
        var begun =
            startWith("LEDGER_PEERS", " http://LOCALHOST:" + late.port() + "/,,127.0.0.1:1 ")) {
      var peers = begun.node().get(Peers.class);
      await(() -> peers.all().size() == 2 && peers.all().stream().allMatch(p -> p.failures() > 1));
      assertThat(peers.met()).isEmpty();
      ready.set(true);
      await(() -> !peers.met().isEmpty());
      assertThat(peers.met())
          .extracting(PeerUrl::text)
          .containsExactly("http://localhost:" + late.port());
      assertThat(begun.get("/api/v1/peers").items())
          .extracting("url")
          .contains("http://localhost:" + late.port(), "http://127.0.0.1:1");
    }
  }

  private static HttpNode startWith(String setting, String value) {
    return HttpNode.start(
        TestDatabase.Kind.H2, BlockFixture.OPERATOR, node.genesis(), Map.of(setting, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://user:password@127.0.0.1:1", "127.0.0.1:1/x", "ftp://127.0.0.1", "a b"})
  void doesNotStartWithWhatIsNoPeer(String peers) {
    for (var setting : List.of("LEDGER_PEERS", "LEDGER_PUBLIC_URL")) {
      assertThatThrownBy(() -> startWith(setting, peers))
          .rootCause()
          .hasMessageContaining(setting)
          .hasMessageNotContaining("password@");
    }
  }

  @Test
  void takesItselfOffTheListOfItsSettings() {
    try (var begun = startWith("LEDGER_PUBLIC_URL", "http://127.0.0.1:9")) {
      var peers = begun.node().get(Peers.class);
      var own = PeerUrl.parse("127.0.0.1:9").orElseThrow();
      var byAnotherName = PeerUrl.parse("localhost:" + begun.uri("").getPort()).orElseThrow();
      peers.expect(List.of(own, byAnotherName));
      await(() -> peers.all().isEmpty());
    }
  }

  private static void await(BooleanSupplier condition) {
    Patience.until("it comes to that", condition);
  }
}
