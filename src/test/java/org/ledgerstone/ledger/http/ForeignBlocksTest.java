package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.BlockDraft;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** Whole blocks that were made elsewhere. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class ForeignBlocksTest {

  private static final String BLOCKS = "/api/v1/blocks";

  @Parameter TestDatabase.Kind kind;

  private HttpNode node;

  @BeforeParameterizedClassInvocation
  void start() {
    node = HttpNode.start(kind);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private Reply post(SealedBlock block) {
    return node.post(BLOCKS, Wire.block(block));
  }

  private TransferDraft transfer() {
    return node.draft(BlockFixture.ALICE);
  }

  @Test
  void appendsAValidBlockOnce() {
    node.sealAll();
    var chain = node.chain();
    var order = transfer().order();
    var block = chain.next().with(order).block();
    var appended = post(block).with(201);
    assertThat(appended.json())
        .isEqualTo(Map.of("hash", block.hash().toString(), "status", "appended"));
    assertThat(appended.header("Location")).hasValue(BLOCKS + "/" + block.hash());
    assertThat(node.head()).containsEntry("hash", block.hash().toString());
    assertThat(node.get("/api/v1/transactions/" + order.id()).json())
        .containsEntry("status", "valid")
        .containsEntry("position", 1);

    var before = node.contents();
    assertThat(post(block).with(200).json()).containsEntry("status", "known");
    var shown = node.get(BLOCKS + "/head?transactions=true").with(200);
    assertThat(node.post(BLOCKS, shown.body()).with(200).json()).containsEntry("status", "known");
    assertThat(node.contents()).isEqualTo(before);
    node.generate();
    assertThat(post(block).with(200).json()).containsEntry("status", "known");
  }

  @Test
  void keepsAValidBlockBesideTheChain() {
    var chain = node.chain();
    var fork = chain.fork();
    post(chain.next().block()).with(201);
    var head = node.head();
    var side = fork.next().by(BlockFixture.BOB).block();
    var kept = post(side).with(202);
    assertThat(kept.json())
        .isEqualTo(Map.of("hash", side.hash().toString(), "status", "kept aside"));
    assertThat(node.head()).isEqualTo(head);
    post(side).with(200);
    node.get(BLOCKS + "/" + side.hash()).isProblem(404, "NOT_FOUND");
    post(node.chain().next().block()).with(201);
  }

  @Test
  void goesOnAdmittingAfterABlockOfWhatIsPendingHere() {
    node.sealAll();
    var chain = node.chain();
    var first = transfer();
    long nonce = node.nextNonce(first.from, "COIN");
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 3; i++) {
      var draft = transfer();
      draft.nonce = OptionalLong.of(nonce + i);
      orders.add(draft.order());
    }
    node.order(orders.get(0)).with(201);
    node.order(orders.get(1)).with(201);
    post(chain.next().with(orders.get(0)).block()).with(201);

    assertThat(node.pool()).hasSize(1);
    node.order(orders.get(0)).with(200);
    node.order(orders.get(1)).with(200);
    node.order(orders.get(2)).with(201);
    node.generate();
    assertThat(node.pool()).isEmpty();
    assertThat(node.get("/api/v1/transactions/" + orders.get(2).id()).json())
        .containsEntry("status", "valid");
  }

  @Test
  void judgesAnotherSignatureOfWhatIsPendingHere() {
    node.sealAll();
    var chain = node.chain();
    var pending = transfer();
    var forged = transfer();
    forged.signer = BlockFixture.BOB;
    assertThat(forged.order().id()).isEqualTo(pending.order().id());
    node.order(pending.order()).with(201);
    post(chain.next().with(forged.order()).block()).isProblem(422, "SIGNATURE_MISMATCH");
    post(chain.next().with(pending.order()).block()).with(201);
  }

  @Test
  void dropsFromThePoolWhatABlockHasMadeImpossible() {
    node.sealAll();
    var chain = node.chain();
    var theirs = transfer();
    theirs.memo = "theirs";
    var ours = transfer();
    var both = transfer();
    both.from = BlockFixture.BOB.address();
    both.to = BlockFixture.ALICE.address();
    both.signer = BlockFixture.BOB;
    both.nonce = OptionalLong.of(node.nextNonce(both.from, "COIN"));
    var orders = List.of(ours.order(), both.order());
    orders.forEach(order -> node.order(order).with(201));
    post(chain.next().with(theirs.order(), both.order()).block()).with(201);

    assertThat(node.pool()).isEmpty();
    var dropped = node.get("/api/v1/transactions/" + orders.getFirst().id()).with(200).json();
    assertThat(dropped)
        .containsEntry("status", "dropped")
        .containsEntry("reason", "NONCE_USED")
        .containsEntry("block", null)
        .doesNotContainKey("position");
    assertThat(node.get("/api/v1/transactions/" + orders.getLast().id()).json())
        .containsEntry("status", "valid");
    node.order(orders.getFirst()).isProblem(409, "NONCE_USED");
  }

  @Test
  void copiesAChainBlockByBlock() {
    node.pay(BlockFixture.ALICE, BlockFixture.TREASURY, 3);
    node.post(
            "/api/v1/transactions",
            Map.of("kind", "post", "author", "Zoë 😀", "content", "a\n\tb 名"))
        .with(201);
    node.post(BLOCKS + "/generate", Map.of("data", "Grüße 😀")).with(201);
    try (var copy = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.MINER, node.genesis())) {
      int head = (Integer) node.head().get("index");
      for (int index = 2; index <= head; index++) {
        var block = node.get(BLOCKS + "/" + index + "?transactions=true").with(200).body();
        copy.post(BLOCKS, block).with(201);
      }
      assertThat(copy.head()).isEqualTo(node.head());
      assertThat(copy.get("/api/v1/accounts?limit=1000").list("items"))
          .extracting(a -> a.get("address") + " " + a.get("asset") + " " + a.get("valid"))
          .containsExactlyInAnyOrderElementsOf(
              node.get("/api/v1/accounts?limit=1000").list("items").stream()
                  .map(a -> a.get("address") + " " + a.get("asset") + " " + a.get("valid"))
                  .toList());
    }
  }

  /** A block that is wrong in one way: what is done to a valid draft, and the answer. */
  private static Arguments wrong(int status, String code, Consumer<BlockDraft> change) {
    return Arguments.of(code, status, change);
  }

  static Stream<Arguments> wrongBlocks() {
    return Stream.of(
        wrong(409, "PARENT_UNKNOWN", b -> b.previous = Hash.ofText("nobody")),
        wrong(409, "PARENT_UNKNOWN", b -> b.previous = Hash.ZERO),
        wrong(422, "INDEX_WRONG", b -> b.index++),
        wrong(422, "INDEX_WRONG", b -> b.index = 1),
        wrong(422, "HISTORY_WRONG", b -> b.history = Hash.ZERO),
        wrong(409, "BLOCK_TOO_SOON", b -> b.time = b.time.plusMillis(-1)),
        wrong(422, "DIFFICULTY_WRONG", b -> b.difficulty++),
        wrong(422, "DIFFICULTY_WRONG", b -> b.difficulty = 0),
        wrong(422, "PROOF_OF_WORK_MISSING", b -> b.mined = false),
        wrong(422, "SEAL_INVALID", b -> b.sealer = Optional.of(BlockFixture.BOB)),
        wrong(409, "BLOCK_FROM_THE_FUTURE", b -> b.time = b.time.plusMillis(3_600_000)),
        wrong(422, "TRANSACTION_COUNT_WRONG", b -> b.transactions = all -> List.of()),
        wrong(
            422,
            "TRANSACTION_COUNT_WRONG",
            b -> b.transactions = all -> Collections.nCopies(301, all.getFirst())),
        wrong(
            422,
            "MERKLE_ROOT_WRONG",
            b ->
                b.header =
                    h ->
                        new Header(
                            h.index(),
                            h.previous(),
                            h.history(),
                            h.time(),
                            h.miner(),
                            h.count(),
                            Hash.ZERO,
                            h.data(),
                            h.difficulty(),
                            h.nonce())),
        wrong(422, "TEXT_INVALID", b -> b.data = "a\u0007"),
        wrong(422, "TEXT_INVALID", b -> b.data = "x".repeat(1001)),
        wrong(
            422,
            "REWARD_WRONG",
            b -> b.transactions = all -> List.of(all.getFirst(), all.getFirst())));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("wrongBlocks")
  void refusesAWrongBlockByTheNameOfItsRule(String code, int status, Consumer<BlockDraft> change) {
    var draft = node.chain().next();
    change.accept(draft);
    var before = node.contents();
    var refused = post(draft.block()).isProblem(status, code);
    assertThat(refused.text("detail")).startsWith("A valid block ");
    assertThat(node.contents()).isEqualTo(before);
  }

  /** An order that no block may hold, made for this node's present state. */
  private Map<String, Order> wrongOrders() {
    var mismatch = transfer();
    mismatch.signer = BlockFixture.BOB;
    var used = transfer();
    used.nonce = OptionalLong.of(used.nonce.orElseThrow() - 1);
    var ahead = transfer();
    ahead.nonce = OptionalLong.of(ahead.nonce.orElseThrow() + 1);
    var rich = transfer();
    rich.amount = 1_000_000;
    var self = transfer();
    self.to = self.from;
    var asset = transfer();
    asset.asset = new Asset("NOPE");
    var ended = transfer();
    ended.until = 1_767_225_600;
    return Map.of(
        "SIGNATURE_MISMATCH", mismatch.order(),
        "NONCE_USED", used.order(),
        "NONCE_AHEAD", ahead.order(),
        "BALANCE_TOO_LOW", rich.order(),
        "SELF_TRANSFER", self.order(),
        "ASSET_UNKNOWN", asset.order(),
        "TRANSACTION_EXPIRED", ended.order());
  }

  @Test
  void refusesABlockThatHoldsAWrongOrder() {
    node.pay(BlockFixture.ALICE, BlockFixture.TREASURY, 1);
    node.sealAll();
    var before = node.contents();
    wrongOrders()
        .forEach((code, order) -> {
          var block = node.chain().next().with(order).block();
          int status = code.startsWith("NONCE") ? 409 : 422;
          assertThat(post(block).isProblem(status, code).text("detail"))
              .contains(order.id().toString());
        });
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void refusesABlockThatRepeatsOrMisdates() {
    var seed = transfer();
    seed.nonce = OptionalLong.empty();
    seed.amount = 23;
    node.order(seed.order()).with(201);
    node.sealAll();
    var before = node.contents();
    var chain = node.chain();
    post(chain.next().with(seed.order()).block()).isProblem(422, "TRANSACTION_REPEATED");
    var fresh = BlockFixture.post(node.rules(), "twice", "twice-1");
    post(chain.next().with(fresh, fresh).block()).isProblem(422, "TRANSACTION_REPEATED");
    var draft = chain.next();
    post(draft.with(fresh.acceptedAt(draft.time.plusMillis(1))).block())
        .isProblem(422, "ACCEPTED_TIME_WRONG");
    post(chain.next().with(fresh.acceptedAt(node.genesis().time().plusMillis(-1))).block())
        .isProblem(422, "ACCEPTED_TIME_WRONG");
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void refusesABlockWithTooMuchText() {
    var large = "😀".repeat(4000);
    var posts = new ArrayList<Order>();
    for (int i = 0; i < 263; i++) {
      posts.add(
          new Order(
              new Post(node.rules().ledger(), Optional.empty(), "A", large, "large-" + i),
              Authorization.NONE));
    }
    var before = node.contents();
    post(node.chain().next().with(posts.toArray(Order[]::new)).block())
        .isProblem(422, "BLOCK_TOO_LARGE");
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void refusesABlockThatSaysAnotherThingThanItIs() {
    var block = node.chain().next().with(transfer().order()).block();
    var before = node.contents();
    changed(block, "hash", "2").isProblem(422, "BLOCK_HASH_INVALID");
    changed(block, "headerText", "x").isProblem(422, "BLOCK_HASH_INVALID");
    changed(block, "data", "x").isProblem(422, "BLOCK_HASH_INVALID");
    changed(block, "nonce", "1").isProblem(422, "BLOCK_HASH_INVALID");
    changed(block, "seal", "0x00").isProblem(400, "SIGNATURE_INVALID");
    changed(block, "miner", "treasury").isProblem(400, "ADDRESS_INVALID");
    changed(block, "index", "-2").isProblem(400, "MALFORMED");
    changed(block, "nonce", "18446744073709551616").isProblem(400, "MALFORMED");
    changed(block, "time", "2026-01-01").isProblem(400, "MALFORMED");
    changed(block, "previousHash", "AB".repeat(32)).isProblem(400, "MALFORMED");
    changed(block, "transactions", Map.of()).isProblem(400, "MALFORMED");
    changed(block, "transactions", List.of(1)).isProblem(400, "MALFORMED");
    changed(block, "surprise", 1).isProblem(400, "MALFORMED");
    changedTransaction(block, "id", "f".repeat(64)).isProblem(422, "TEXT_WRONG");
    changedTransaction(block, "contentText", "x").isProblem(422, "TEXT_WRONG");
    changedTransaction(block, "memo", "x").isProblem(422, "TEXT_WRONG");
    changedTransaction(block, "amount", "0").isProblem(400, "AMOUNT_INVALID");
    changedTransaction(block, "kind", "allocation").isProblem(400, "MALFORMED");
    changedTransaction(block, "scheme", 1).isProblem(422, "MERKLE_ROOT_WRONG");
    changedTransaction(block, "scheme", 4).isProblem(400, "MALFORMED");
    changedTransaction(block, "authorization", "0x00").isProblem(400, "SIGNATURE_INVALID");
    changedTransaction(block, "accepted", "now").isProblem(400, "MALFORMED");
    assertThat(node.contents()).isEqualTo(before);
    post(block).with(201);
  }

  private Reply changed(SealedBlock block, String field, Object value) {
    var body = Wire.block(block);
    body.put(field, value);
    return node.post(BLOCKS, body);
  }

  private Reply changedTransaction(SealedBlock block, String field, Object value) {
    var body = Wire.block(block);
    var held = new ArrayList<Map<String, Object>>();
    block.transactions().forEach((Transaction one) -> held.add(Wire.transaction(one)));
    held.getLast().put(field, value);
    body.put("transactions", held);
    return node.post(BLOCKS, body);
  }
}
