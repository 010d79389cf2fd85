package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.ledgerstone.protocol.BlockFixture.ALICE;
import static org.ledgerstone.protocol.BlockFixture.BOB;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** Real nodes, and sockets that pass for nodes so as to hear what is told them. */
class GossipTest {

  private static final String HEAD = "POST /api/v1/gossip/head ";
  private static final String ORDERS = "POST /api/v1/gossip/transactions ";
  private static final String BLOCK = "POST /api/v1/blocks ";

  private final List<FakePeer> fakes = new ArrayList<>();
  private HttpNode a;
  private HttpNode b;

  @BeforeEach
  void start() {
    a = HttpNode.start(TestDatabase.Kind.H2);
    b = HttpNode.start(TestDatabase.Kind.H2);
    peer(a, url(b));
    peer(b, url(a));
  }

  @AfterEach
  void stop() throws IOException {
    for (var fake : fakes) {
      fake.close();
    }
    // What is on its way would change the tables while they are checked.
    for (var node : List.of(a, b)) {
      var peers = node.node().get(Peers.class);
      peers.all().forEach(peer -> peers.remove(peer.url()));
    }
    await(() -> isIdle(a) && isIdle(b));
    a.close();
    b.close();
  }

  private static boolean isIdle(HttpNode node) {
    return node.node().get(Couriers.class).isIdle();
  }

  private static String url(HttpNode node) {
    return node.uri("").toString();
  }

  private static void peer(HttpNode node, String url) {
    node.post("/api/v1/peers", Map.of("url", url)).with(201);
  }

  /** A peer of this node that wants every block and takes everything. */
  private FakePeer listener(HttpNode node) {
    return fake(node, GossipTest::welcome);
  }

  private FakePeer fake(HttpNode node, FakePeer.Listening answering) {
    var fake = FakePeer.ofLedger(node.rules().ledger().toString(), answering);
    fakes.add(fake);
    peer(node, fake.url().text());
    return fake;
  }

  private static void welcome(String request, OutputStream out) throws IOException {
    FakePeer.write("{\"wanted\":true}", out);
  }

  @Test
  void blocksAndTransactionsReachTheOtherNode() {
    a.pay(ALICE, BOB.address(), 3);
    await(() -> b.pool().size() == 1);
    assertThat(b.pool().getFirst().get("id")).isEqualTo(a.pool().getFirst().get("id"));
    a.generate();
    await(() -> sameHead());
    assertThat(b.pool()).isEmpty();
    b.pay(ALICE, BOB.address(), 4);
    await(() -> a.pool().size() == 1);
    b.generate();
    await(() -> sameHead() && a.pool().isEmpty());
  }

  private boolean sameHead() {
    return a.head().get("hash").equals(b.head().get("hash"));
  }

  @Test
  void everybodyIsToldOnceAndNobodyWhatHeSaid() {
    var listener = listener(b);
    var sender = listener(b);
    var third = fake(a, (request, out) -> FakePeer.write("{\"wanted\":false}", out));
    var order = a.draft(ALICE).order();
    b.post("/api/v1/gossip/transactions", from(sender, "transactions", List.of(Wire.order(order))))
        .with(200);
    await(() -> a.pool().size() == 1 && listener.heard(ORDERS) == 1 && third.heard(ORDERS) == 1);
    assertThat(listener.requests().stream().filter(request -> request.startsWith(ORDERS)).toList())
        .singleElement(STRING)
        .contains(Wire.order(order).get("signature") + "");

    a.generate();
    await(() -> sameHead() && listener.heard(BLOCK) == 1 && third.heard(HEAD) == 1);
    await(() -> sender.heard(HEAD) == 1);
    // To whoever was told by both, it would come by now.
    pause(500);
    assertThat(listener.heard(ORDERS)).isEqualTo(1);
    assertThat(listener.heard(HEAD)).isEqualTo(1);
    assertThat(listener.heard(BLOCK)).isEqualTo(1);
    assertThat(third.heard(HEAD)).isEqualTo(1);
    assertThat(third.heard(BLOCK)).isZero();
    assertThat(third.heard(ORDERS)).isEqualTo(1);
    assertThat(sender.heard(ORDERS)).isZero();
    assertThat(sender.heard(HEAD)).isEqualTo(1);
  }

  @Test
  void aBlockIsNotToldToWhomItIsFrom() {
    var sender = listener(b);
    var other = listener(b);
    var block = a.chain().next().block();
    var header = block.header();
    var news = from(sender, "genesis", a.rules().ledger().toString());
    news.put("index", header.index());
    news.put("hash", block.hash().toString());
    news.put("previous", header.previous().toString());
    news.put("work", "16");
    assertThat(b.post("/api/v1/gossip/head", news).with(200).json())
        .isEqualTo(Map.of("wanted", true));
    b.post("/api/v1/blocks", Wire.block(block)).with(201);
    await(() -> other.heard(BLOCK) == 1 && sameHead());
    assertThat(b.post("/api/v1/gossip/head", news).with(200).json())
        .isEqualTo(Map.of("wanted", false));
    pause(300);
    assertThat(sender.heard(HEAD)).isZero();
    assertThat(sender.heard(BLOCK)).isZero();
  }

  @Test
  void aPeerThatNeverAnswersDelaysNobody() {
    fake(a, (request, out) -> Thread.sleep(60_000));
    fake(a, (request, out) -> Thread.sleep(60_000));
    a.pay(ALICE, BOB.address(), 1);
    await(() -> b.pool().size() == 1);
    a.generate();
    await(this::sameHead);
    assertThat(a.get("/api/v1/peers").list("items"))
        .as("the calls to the two are still going on")
        .allSatisfy(peer -> assertThat(peer).containsEntry("failures", 0));
    for (int i = 2; i <= 3; i++) {
      a.pay(ALICE, BOB.address(), i);
      await(() -> b.pool().size() == 1);
      a.generate();
      await(this::sameHead);
    }
  }

  @Test
  void ordersComeInBatches() {
    var listener = listener(a);
    var batch = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 2_500; i++) {
      batch.add(Map.of("kind", "post", "author", "Ann", "content", "Hello", "nonce", "" + i));
    }
    a.post("/api/v1/transactions/batch", Map.of("transactions", batch)).with(200);
    assertThat(a.get("/api/v1/ledger").json()).containsEntry("pending", 2_500);
    await(() -> told(listener) == 2_500);
    await(() -> b.get("/api/v1/ledger").json().get("pending").equals(2_500));
    assertThat(listener.heard(ORDERS)).isBetween(3L, 12L);
  }

  @Test
  void whoComesLaterIsToldWhatIsPending() {
    a.pay(ALICE, BOB.address(), 1);
    await(() -> b.pool().size() == 1);
    var listener = listener(b);
    await(() -> told(listener) == 1);
  }

  private static int told(FakePeer listener) {
    return listener.requests().stream()
        .filter(request -> request.startsWith(ORDERS))
        .mapToInt(request -> request.split("\"kind\"", -1).length - 1)
        .sum();
  }

  @Test
  void whatIsRefusedOrUnreadableIsPassedOver() {
    var good = a.draft(ALICE).order();
    var tooMuch = a.draft(ALICE);
    tooMuch.amount = 1_000_000_000;
    var forged = a.draft(ALICE);
    forged.signer = BOB;
    var orders =
        List.of(
            Map.of("kind", "reward"),
            Map.of("kind", "transfer"),
            Wire.order(tooMuch.order()),
            Wire.order(forged.order()),
            Wire.order(good),
            Wire.order(good));
    assertThat(
            b.post("/api/v1/gossip/transactions", Map.of("transactions", orders)).with(200).json())
        .isEmpty();
    await(() -> a.pool().size() == 1);
    assertThat(b.pool()).extracting("id").containsExactly(good.id().toString());
  }

  /** Or whoever sends a forgery first could keep the true one from a peer. */
  @Test
  void aForgeryInThePeersNameDoesNotKeepTheTrueOneFromHim() {
    var listener = listener(b);
    var order = a.draft(ALICE).order();
    var forged = new LinkedHashMap<>(Wire.order(order));
    var other = a.draft(ALICE);
    other.signer = BOB;
    forged.put("signature", Wire.order(other.order()).get("signature"));
    b.post("/api/v1/gossip/transactions", from(listener, "transactions", List.of(forged)))
        .with(200);
    b.order(order).with(201);
    await(() -> listener.heard(ORDERS) == 1);
  }

  @Test
  void anotherLedgersNewsIsRefusedWithBothNamed() {
    var strange = "cd".repeat(32);
    var news = new LinkedHashMap<String, Object>();
    news.put("genesis", strange);
    news.put("index", 2);
    news.put("hash", strange);
    news.put("previous", strange);
    news.put("work", "16");
    var refused = b.post("/api/v1/gossip/head", news).isProblem(409, "LEDGER_DIFFERENT");
    assertThat(refused.text("detail")).contains(strange, b.rules().ledger().toString());
  }

  @Test
  void aSyncIsTriedWithWhoeverTellsOfABlockWithoutParent() {
    var sender = listener(b);
    long before = sender.heard("GET /api/v1/ledger ");
    var news = from(sender, "genesis", b.rules().ledger().toString());
    news.put("index", 9);
    news.put("hash", "ab".repeat(32));
    news.put("previous", "cd".repeat(32));
    news.put("work", "900");
    assertThat(b.post("/api/v1/gossip/head", news).with(200).json())
        .isEqualTo(Map.of("wanted", false));
    await(() -> sender.heard("GET /api/v1/ledger ") > before);
  }

  @Test
  void nothingElseIsTaken() {
    for (var path : List.of("/api/v1/gossip/head", "/api/v1/gossip/transactions")) {
      b.post(path, "{}").isProblem(400, "MALFORMED");
      b.post(path, "[]").isProblem(400, "MALFORMED");
      b.post(path, "{\"url\":\"file:///\",\"transactions\":[]}").isProblem(400, "MALFORMED");
      b.get(path).isProblem(405, "METHOD_NOT_ALLOWED");
    }
    var many = Collections.nCopies(1_001, Map.of("kind", "post"));
    b.post("/api/v1/gossip/transactions", Map.of("transactions", many)).isProblem(400, "MALFORMED");
    b.post("/api/v1/gossip/transactions", " ".repeat((4 << 20) + 1))
        .isProblem(413, "BODY_TOO_LARGE");
  }

  @Test
  void anUnsignedPostIsTakenFromAnAdminOnly() {
    var post = Map.of("kind", "post", "author", "Ann", "content", "Hello", "nonce", "1");
    b.post("/api/v1/gossip/transactions", Map.of("transactions", List.of(post))).with(200);
    assertThat(b.pool()).hasSize(1);
    var secret = Map.of("LEDGER_SECRET_KEY", "s".repeat(32));
    try (var guarded =
        HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, b.genesis(), secret)) {
      var orders = List.of(post, Wire.order(b.draft(ALICE).order()));
      guarded.post("/api/v1/gossip/transactions", Map.of("transactions", orders)).with(200);
      assertThat(guarded.pool()).extracting("kind").containsExactly("transfer");
    }
  }

  private static LinkedHashMap<String, Object> from(FakePeer sender, String name, Object value) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("url", sender.url().text());
    fields.put(name, value);
    return fields;
  }

  private static void await(BooleanSupplier condition) {
    Patience.until("it comes to that", condition);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
