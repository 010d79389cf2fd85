package org.ledgerstone.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.SlowReader;
import org.ledgerstone.testing.TestDatabase;

/** The chain as one document: all of it, one chain only, and no more in memory than a page. */
class ChainDocumentTest {

  private static final Address RICH = new Address("rich");
  private static final int POSTS_A_BLOCK = 290;

  /** One test uses them after the other; each begins anew. */
  private static final Map<TestDatabase.Kind, HttpNode> NODES =
      new EnumMap<>(TestDatabase.Kind.class);

  private Optional<HttpNode> begun = Optional.empty();

  private HttpNode begin(TestDatabase.Kind kind) {
    var node = NODES.computeIfAbsent(kind, ChainDocumentTest::start);
    FreshStart.begin(node.node());
    begun = Optional.of(node);
    return node;
  }

  private static HttpNode start(TestDatabase.Kind kind) {
    return HttpNode.start(
        kind,
        BlockFixture.OPERATOR,
        g -> g.allocations.add(new Genesis.Share(BlockFixture.COIN, RICH, Amount.of(1L << 53))));
  }

  @AfterEach
  void check() {
    begun.ifPresent(node -> Invariants.check(node.node()));
  }

  @AfterAll
  static void stop() {
    NODES.values().forEach(HttpNode::close);
    NODES.clear();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> transactions(Map<String, Object> block) {
    return (List<Map<String, Object>>) block.get("transactions");
  }

  private static void append(HttpNode node, SealedBlock block) {
    assertThat(node.node().get(Appending.class).append(block, Companion.none()))
        .isNotInstanceOf(AppendOutcome.Rejected.class);
  }

  private static Map<String, Object> value(
      String sender, String receiver, Object amount, String asset) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("sender", sender);
    fields.put("recipient", receiver);
    fields.put("receiver", receiver);
    fields.put("amount", amount);
    fields.put("asset", asset);
    fields.put("author", "");
    fields.put("content", "");
    return fields;
  }

  private static Map<String, Object> post(String sender, String author, String content) {
    var fields = value(sender, "", 0, "");
    fields.remove("asset");
    fields.put("author", author);
    fields.put("content", content);
    return fields;
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void holdsEveryKindWithEveryKey(TestDatabase.Kind kind) {
    var node = begin(kind);
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 5);
    node.order(BlockFixture.post(node.rules(), "Hello", "1")).with(201);
    node.order(signedPost(node)).with(201);
    node.generate();
    var reply = node.get("/chain").with(200);
    assertThat(reply.header("Content-Type")).hasValue("application/json");
    assertThat(reply.json().keySet()).containsExactly("length", "first", "chain", "peers");
    assertThat(reply.json())
        .containsEntry("length", 2)
        .containsEntry("first", 1)
        .containsEntry("peers", List.of());
    var chain = reply.list("chain");
    assertThat(chain).hasSize(2);
    for (int i = 0; i < 2; i++) {
      isBlock(chain.get(i), node.get("/api/v1/blocks/" + (i + 1) + "?transactions=true").json());
    }
    assertThat(bare(chain.getFirst()))
        .contains(value("", "rich", "9007199254740992", "COIN"))
        .contains(value("", BlockFixture.ALICE.address().shown(), 1000, "GOLD"));
    assertThat(bare(chain.getLast()))
        .containsExactly(
            value("", BlockFixture.OPERATOR.address().shown(), 10, "COIN"),
            value(
                BlockFixture.ALICE.address().shown(),
                BlockFixture.BOB.address().shown(),
                5,
                "COIN"),
            post("", "Ann", "Hello"),
            post(BlockFixture.BOB.address().shown(), "Bob", "Grüße 🦉"));
  }

  private static Order signedPost(HttpNode node) {
    return BlockFixture.signed(
        node.rules(),
        new Post(
            node.rules().ledger(), Optional.of(BlockFixture.BOB.address()), "Bob", "Grüße 🦉", "1"),
        BlockFixture.BOB);
  }

  /** The transactions without what only tells them apart. */
  private static List<Map<String, Object>> bare(Map<String, Object> block) {
    return transactions(block).stream()
        .<Map<String, Object>>map(transaction -> {
          var fields = new LinkedHashMap<>(transaction);
          fields.remove("id");
          fields.remove("timestamp");
          return fields;
        })
        .toList();
  }

  private static void isBlock(Map<String, Object> plain, Map<String, Object> ours) {
    assertThat(plain)
        .containsOnlyKeys(
            "index", "timestamp", "proof", "nonce", "previous_hash", "hash", "transactions")
        .containsEntry("index", ours.get("index"))
        .containsEntry("previous_hash", ours.get("previousHash"))
        .containsEntry("hash", ours.get("hash"));
    assertThat(plain.get("nonce"))
        .isInstanceOf(Number.class)
        .hasToString((String) ours.get("nonce"));
    assertThat(plain.get("proof")).isEqualTo(plain.get("nonce"));
    isTime(plain.get("timestamp"), ours.get("time"));
    assertThat(transactions(plain)).hasSize((Integer) ours.get("transactionCount"));
    for (int i = 0; i < transactions(plain).size(); i++) {
      var transaction = transactions(plain).get(i);
      assertThat(transaction).containsEntry("id", transactions(ours).get(i).get("id"));
      isTime(transaction.get("timestamp"), transactions(ours).get(i).get("accepted"));
    }
  }

  private static void isTime(Object seconds, Object text) {
    long millis = java.time.Instant.parse((String) text).toEpochMilli();
    assertThat(new BigDecimal(seconds.toString()).movePointRight(3))
        .isEqualByComparingTo("" + millis);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void holdsTheNewestBlocks(TestDatabase.Kind kind) {
    try (var node =
        HttpNode.start(
            kind,
            BlockFixture.OPERATOR,
            BlockFixture.genesis(g -> g.intervalMillis = 1),
            Map.of("LEDGER_CHAIN_LIMIT", "3"))) {
      for (int i = 1; i <= 5; i++) {
        var reply = node.get("/chain").with(200);
        assertThat(reply.json())
            .containsEntry("length", i)
            .containsEntry("first", Math.max(1, i - 2));
        assertThat(reply.list("chain")).hasSize(Math.min(3, i));
        assertThat(reply.list("chain").getFirst()).containsEntry("index", Math.max(1, i - 2));
        assertThat(reply.list("chain").getLast()).containsEntry("index", i);
        node.generate();
      }
    }
  }

  @Test
  void holdsAtLeastOneBlock() {
    assertThatThrownBy(() -> Server.start("--ledger.chain-limit=0"))
        .hasRootCauseInstanceOf(StartRefused.class)
        .hasRootCauseMessage("LEDGER_CHAIN_LIMIT is a whole number from 1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml", "*/*", "nonsense", "image/*;q=0"})
  void isJsonWhateverIsAccepted(String accept) {
    var node = begin(TestDatabase.Kind.H2);
    var before = node.contents();
    var reply = node.get("/chain", "Accept", accept).with(200);
    assertThat(reply.header("Content-Type")).hasValue("application/json");
    assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
    var head = node.send("HEAD", "/chain", new byte[0], "Accept", accept).with(200);
    assertThat(head.header("Content-Type")).hasValue("application/json");
    assertThat(head.body()).isEmpty();
    assertThat(node.contents()).as("a pure read").isEqualTo(before);
  }

  /** Two branches, each the longer one in turn, while somebody reads all the time. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void isNeverPartsOfTwoChains(TestDatabase.Kind kind) throws Exception {
    var node = begin(kind);
    var over = new AtomicBoolean();
    var replies = new ArrayList<Reply>();
    var heard = new AtomicInteger();
    var reader =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                replies.add(node.get("/chain"));
                heard.incrementAndGet();
              }
            });
    var known = branchesInTurn(node, 12, heard::get);
    over.set(true);
    reader.join();
    assertThat(replies.stream().map(reply -> reply.list("chain").size()).distinct().count())
        .as("many chains were seen")
        .isGreaterThan(4);
    replies.forEach(reply -> isOneChain(reply, known));
  }

  /** Grows them, and each turn is heard of; the miner of each block by its hash. */
  private static Map<String, String> branchesInTurn(HttpNode node, int turns, IntSupplier heard) {
    var miners = new LinkedHashMap<String, String>();
    List<WalletKey> keys = List.of(BlockFixture.ALICE, BlockFixture.BOB);
    var chains = List.of(node.chain(), node.chain());
    for (int turn = 0; turn < turns; turn++) {
      var key = keys.get(turn % 2);
      var chain = chains.get(turn % 2);
      // One more than the other has got.
      for (int i = 0; i < (turn == 0 ? 1 : 2); i++) {
        var post = BlockFixture.post(chain.rules(), "Hello", turn + "-" + i);
        var block = chain.next().by(key).with(post).block();
        chain.accept(block);
        append(node, block);
        miners.put(block.hash().toString(), key.address().shown());
      }
      assertThat(node.head()).containsEntry("hash", chain.head().hash().toString());
      int before = heard.getAsInt();
      Patience.until("somebody has read", () -> heard.getAsInt() > before);
    }
    return miners;
  }

  private static void isOneChain(Reply reply, Map<String, String> miners) {
    var chain = reply.with(200).list("chain");
    assertThat(reply.json()).containsEntry("length", chain.size());
    for (int i = 1; i < chain.size(); i++) {
      var block = chain.get(i);
      assertThat(block).containsEntry("previous_hash", chain.get(i - 1).get("hash"));
      assertThat(transactions(block).getFirst())
          .containsEntry("recipient", miners.get((String) block.get("hash")));
      assertThat(transactions(block)).hasSize(2);
    }
  }

  private static String widePost(int n) {
    return n + "語".repeat(3990);
  }

  /** A chain whose document is some 25 MB, more than all buffers between here and there. */
  private static ChainInMemory longChain(HttpNode node) {
    var chain = node.chain();
    for (int i = 0; i < 7; i++) {
      var draft = chain.next();
      for (int n = 0; n < POSTS_A_BLOCK; n++) {
        draft.with(BlockFixture.post(chain.rules(), widePost(n), i + "-" + n));
      }
      var block = draft.block();
      chain.accept(block);
      append(node, block);
    }
    return chain;
  }

  @Test
  void isReadAsItIsSentAndBrokenOffIfTheChainChanges() throws Exception {
    var node = begin(TestDatabase.Kind.H2);
    var other = node.chain();
    var chain = longChain(node);
    try (var undisturbed = new SlowReader(node.uri("/chain"));
        var disturbed = new SlowReader(node.uri("/chain"))) {
      undisturbed.begin();
      disturbed.begin();
      append(node, chain.next().block());
      assertThat(undisturbed.rest()).as("one more block changes nothing").isTrue();

      for (int i = 0; i < 9; i++) {
        var block = other.next().by(BlockFixture.BOB).block();
        other.accept(block);
        append(node, block);
      }
      assertThat(node.head()).containsEntry("hash", other.head().hash().toString());
      assertThat(disturbed.rest()).as("the rest of it is no longer there").isFalse();
      assertThat(disturbed.received()).isGreaterThan(1_000_000);
    }
    assertThat(node.get("/chain").with(200).list("chain")).hasSize(10);
  }

  @Test
  void leavesWhoDoesNotRead() throws Exception {
    try (var node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.OPERATOR,
            BlockFixture.genesis(g -> g.intervalMillis = 1),
            Map.of("LEDGER_BODY_TIME", "1s", "SERVER_TOMCAT_CONNECTIONTIMEOUT", "1s"))) {
      longChain(node);
      try (var reader = new SlowReader(node.uri("/chain"))) {
        reader.begin();
        Patience.until("the server has left it", () -> node.node().connections() == 0);
        assertThat(reader.rest()).isFalse();
      }
    }
  }
}
