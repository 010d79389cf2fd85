package org.ledgerstone.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.Wire;

/** Has a node go through what leaves rows in every table, all of it over HTTP. */
final class LivedLedger {

  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String BLOCKS = "/api/v1/blocks";

  /** The settings of a node of such a ledger. */
  static final Map<String, String> SETTINGS = Map.of("LEDGER_CHECKPOINT_KEY", "4d".repeat(32));

  private final HttpNode node;
  private final Anvil anvil;
  private Remembered.Keyed keyed;
  private Map<String, Object> dropped;

  LivedLedger(HttpNode node, Anvil anvil) {
    this.node = node;
    this.anvil = anvil;
  }

  /** A request that named itself. */
  Remembered.Keyed keyed() {
    return keyed;
  }

  /** What has left the pool without a block. */
  Map<String, Object> dropped() {
    return dropped;
  }

  /** Some blocks, in the end with something pending. */
  void live(HttpNode peer) {
    node.post("/api/v1/peers", Map.of("url", peer.uri("").toString())).with(201);
    payInEveryWay();
    node.generate();
    takeBlocksOfOthers();
    node.post(BLOCKS + "/generate", Map.of("data", "Grüße 😀")).with(201);
    writeToEthereum();
    audit(node);
    keepSomethingPending();
  }

  private void payInEveryWay() {
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 7);
    var gold = node.draft(BlockFixture.ALICE);
    gold.asset = new Asset("GOLD");
    gold.nonce = OptionalLong.of(node.nextNonce(gold.from, "GOLD"));
    gold.memo = "invoice 7 ☕";
    node.order(gold.order()).with(201);
    var seed = node.draft(BlockFixture.BOB);
    seed.to = BlockFixture.ALICE.address();
    seed.nonce = OptionalLong.empty();
    seed.amount = 3;
    node.order(seed.order()).with(201);
    var batch = List.of(named("treasury", "shop", "2"), named("treasury", "bakery", "3"));
    node.post(TRANSACTIONS + "/batch", Map.of("transactions", batch)).with(200);
    var body = named("treasury", "shop", "5");
    var key = "rent of may";
    var paid = node.post(TRANSACTIONS, body, "Idempotency-Key", key).with(201);
    keyed = new Remembered.Keyed(TRANSACTIONS, body, key, paid.status(), paid.body());
    node.post(TRANSACTIONS, Map.of("kind", "post", "author", "Zoë 😀", "content", "a\n\tb 名"))
        .with(201);
    var post =
        new Post(
            node.rules().ledger(),
            Optional.of(BlockFixture.ALICE.address()),
            "Alice",
            "signed",
            "post-1");
    node.order(BlockFixture.signed(node.rules(), post, BlockFixture.ALICE)).with(201);
  }

  private static Map<String, Object> named(String from, String to, String amount) {
    return Map.of("kind", "transfer", "from", from, "to", to, "amount", amount);
  }

  /** One is appended, one kept aside, one makes a transfer impossible, two replace another. */
  private void takeBlocksOfOthers() {
    var ours = node.draft(BlockFixture.ALICE);
    var theirs = node.draft(BlockFixture.ALICE);
    theirs.memo = "theirs";
    node.order(ours.order()).with(201);
    take(node.chain().next().with(theirs.order()).block(), 201);
    dropped = node.get(TRANSACTIONS + "/" + ours.order().id()).with(200).json();
    assertThat(dropped).containsEntry("status", "dropped");
    var fork = node.chain().fork();
    take(node.chain().next().block(), 201);
    var first = fork.next().by(BlockFixture.BOB).block();
    take(first, 202);
    fork.accept(first);
    take(fork.next().by(BlockFixture.BOB).block(), 201);
  }

  private void take(SealedBlock block, int status) {
    node.post(BLOCKS, Wire.block(block)).with(status);
  }

  private void writeToEthereum() {
    var order =
        Map.<String, Object>of(
            "to", TestKeys.wallet(7).shown(), "value", "5", "idempotencyKey", "first");
    var path =
        node.post("/api/v1/ethereum/transactions", order)
            .with(202)
            .header("Location")
            .orElseThrow();
    Patience.until("the payment is final", () -> isFinalAt(path, "state"));
    // Earlier versions anchored nothing.
    if (node.get("/api/v1/anchors").status() == 200) {
      Patience.until(
          "a head is anchored",
          () -> {
            anvil.mine(1);
            return node.get("/api/v1/anchors").items().stream()
                .anyMatch(anchor -> "FINAL".equals(anchor.get("status")));
          });
    }
  }

  private boolean isFinalAt(String path, String field) {
    anvil.mine(1);
    return "FINAL".equals(node.get(path).with(200).text(field));
  }

  /** Has all of it verified, which has to pass. */
  static void audit(HttpNode node) {
    var path =
        node.post("/api/v1/audits", Map.of("full", true))
            .with(202)
            .header("Location")
            .orElseThrow();
    Patience.until(
        "the audit ends", () -> !"RUNNING".equals(node.get(path).with(200).text("status")));
    assertThat(node.get(path).json()).containsEntry("status", "PASSED");
  }

  private void keepSomethingPending() {
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 11);
    node.pay(BlockFixture.ALICE, BlockFixture.TREASURY, 1);
    node.post(TRANSACTIONS, named("treasury", "shop", "4")).with(201);
    node.post(TRANSACTIONS, Map.of("kind", "post", "author", "Ann", "content", "still waiting"))
        .with(201);
  }
}
