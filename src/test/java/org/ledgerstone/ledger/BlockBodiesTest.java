package org.ledgerstone.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.ledgerstone.testing.Wire;
import org.ledgerstone.web.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Whole blocks travel without their headers and come out the same. */
class BlockBodiesTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final JsonMapper JSON = new JsonMapper();

  private final ChainInMemory chain = new ChainInMemory(GENESIS);

  private Order transfer(Consumer<TransferDraft> change) {
    var draft = new TransferDraft(chain.rules());
    change.accept(draft);
    return draft.order();
  }

  private Order post(String author, String content, String nonce) {
    var from = Optional.of(BlockFixture.ALICE.address());
    var post = new Post(GENESIS.block().hash(), from, author, content, nonce);
    return BlockFixture.signed(chain.rules(), post, BlockFixture.ALICE);
  }

  private static SealedBlock extend(ChainInMemory chain, WalletKey miner, Order... orders) {
    var draft = chain.next().by(miner).with(orders);
    draft.data = "block \"" + chain.blocks().size() + "\" \uD83D\uDE00";
    chain.accept(draft.block());
    return chain.head();
  }

  /** Blocks with what a block can hold. */
  private void extendByAllKinds() {
    extend(chain, BlockFixture.MINER);
    extend(
        chain,
        BlockFixture.MINER,
        transfer(draft -> draft.memo = "a \"quoted\" nöte \uD83D\uDE00"),
        transfer(draft -> draft.nonce = OptionalLong.empty()),
        transfer(draft -> {
          draft.nonce = OptionalLong.of(1);
          draft.to = BlockFixture.TREASURY;
          draft.until = 4_000_000_000L;
        }));
    extend(
        chain,
        BlockFixture.BOB,
        BlockFixture.post(chain.rules(), "from nobody \\ / \u2028", "one"),
        post("Älice", "signed", "two"));
    extend(chain, BlockFixture.MINER);
  }

  private static void append(TestLedger ledger, List<SealedBlock> run) {
    ledger.clock().set(run.getLast().header().time());
    var appending = ledger.get(Appending.class);
    assertThat(appending.append(appending.prepare(run)).refused()).isEmpty();
  }

  private static List<SealedHeader> headers(List<SealedBlock> blocks) {
    return blocks.stream()
        .map(b -> new SealedHeader(b.header(), b.hash(), b.seal().orElseThrow()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void areTheSameOnceRead(TestDatabase.Kind kind) {
    extendByAllKinds();
    var sent = chain.blocks().subList(1, 4);
    try (var ledger = SharedLedgers.begin(kind, GENESIS)) {
      append(ledger, chain.blocks().subList(1, 5));
      var bodies = ledger.get(BlockBodies.class);
      var json = bodies.write(2, sent.getLast().hash()).orElseThrow();
      var documented = Map.of("bodies", sent.stream().map(Wire::body).toList());
      assertThat(JSON.readTree(json)).isEqualTo(JSON.readTree(JSON.writeValueAsString(documented)));
      var read = bodies.read(json, headers(sent));
      assertThat(read).hasSize(3);
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i).transactions()).isEqualTo(sent.get(i).transactions());
        assertThat(read.get(i).data()).isEqualTo(sent.get(i).data());
        assertThat(read.get(i).hash()).isEqualTo(sent.get(i).hash());
        assertThat(read.get(i).seal()).isEqualTo(sent.get(i).seal());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheChainOnly(TestDatabase.Kind kind) {
    extendByAllKinds();
    try (var ledger = SharedLedgers.begin(kind, GENESIS)) {
      append(ledger, chain.blocks().subList(1, 5));
      var bodies = ledger.get(BlockBodies.class);
      assertThat(bodies.write(2, Hash.ofText("no block"))).isEmpty();
      assertThat(bodies.write(4, chain.blocks().get(2).hash())).as("before the first").isEmpty();
      assertThat(bodies.write(3, chain.blocks().get(2).hash())).isPresent();
    }
  }

  /** Many blocks come in several answers, each of a part of them. */
  @ParameterizedTest
  @EnumSource
  void stopBehindAsManyAsOneAnswerHolds(TestDatabase.Kind kind) {
    for (int i = 0; i < BlockBodies.BLOCKS_MAX + 1; i++) {
      extend(chain, BlockFixture.MINER);
    }
    var all = chain.blocks().subList(1, chain.blocks().size());
    try (var ledger = SharedLedgers.begin(kind, GENESIS)) {
      append(ledger, all);
      var bodies = ledger.get(BlockBodies.class);
      var first = bodies.write(2, chain.head().hash()).orElseThrow();
      assertThat(bodies.read(first, headers(all))).hasSize(BlockBodies.BLOCKS_MAX);
      var second = bodies.write(BlockBodies.BLOCKS_MAX + 2, chain.head().hash()).orElseThrow();
      assertThat(bodies.read(second, headers(all.subList(BlockBodies.BLOCKS_MAX, all.size()))))
          .hasSize(1);
    }
  }

  /** Of a chain to which something happens whenever a block has been looked up. */
  private static BlockBodies bodies(TestLedger ledger, Runnable happens) {
    var restless =
        new Chain(
            ledger.get(HeadTable.class),
            ledger.get(BlockRows.class),
            ledger.get(RecordedTransactions.class),
            ledger.get(JdbcClient.class),
            ledger.get(RuleBook.class)) {
          @Override
          public Optional<StoredBlock> block(Hash hash) {
            var block = super.block(hash);
            happens.run();
            return block;
          }
        };
    return new BlockBodies(restless, ledger.get(JdbcClient.class), ledger.get(BodyJson.class));
  }

  /** The ledger changes over to this chain, which grows far enough for that. */
  private static void changeOver(TestLedger ledger, ChainInMemory to, WalletKey miner) {
    int height = to.blocks().size();
    extend(to, miner);
    extend(to, miner);
    append(ledger, to.blocks().subList(height, height + 2));
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(to.head().hash());
  }

  @ParameterizedTest
  @EnumSource
  void areNeverPartsOfTwoChains(TestDatabase.Kind kind) {
    var fork = chain.fork();
    var ours = extend(chain, BlockFixture.ALICE);
    try (var ledger = SharedLedgers.begin(kind, GENESIS)) {
      append(ledger, List.of(ours));
      var once = List.of(fork).iterator();
      var bodies =
          bodies(
              ledger, () -> once.forEachRemaining(to -> changeOver(ledger, to, BlockFixture.BOB)));
      assertThat(bodies.write(2, ours.hash())).as("another block stands there now").isEmpty();
      assertThat(bodies.write(2, fork.head().hash())).isPresent();

      var restless =
          bodies(
              ledger,
              () -> {
                changeOver(ledger, chain, BlockFixture.ALICE);
                changeOver(ledger, fork, BlockFixture.BOB);
              });
      assertThatThrownBy(() -> restless.write(2, fork.blocks().get(2).hash()))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(503);
                assertThat(problem.code()).isEqualTo("CHAIN_CHANGED");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"bodies\":[]}",
        "{\"bodies\":{}}",
        "{\"bodies\":[[\"\",[]]",
        "{\"bodies\":[[\"\",[]]]} 1",
        "{\"bodies\":[[\"\",[]]],\"more\":1}",
        "{\"other\":[[\"\",[]]]}",
        "{\"bodies\":[[\"\",[]],[\"\",[]]]}",
        "{\"bodies\":[[\"\",[],1]]}",
        "{\"bodies\":[[1,[]]]}",
        "{\"bodies\":[[\"\\ud800\",[]]]}",
        "{\"bodies\":[[\"\\u0000\",[]]]}",
        "{\"bodies\":[[\"\",[[]]]]}",
        "{\"bodies\":[[\"\",[[\"allocation\",\"COIN\",\"bob\",\"1\",0,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"coin\",\"bob\",\"1\",0,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"Bob\",\"1\",0,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"01\",0,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",1,0,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",-1,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",1e9,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",99999999999999999999,0,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",0,4,\"\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",0,0,\"AA==\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",0,0,\"*\"]]]]}",
        "{\"bodies\":[[\"\",[[\"reward\",\"COIN\",\"bob\",\"1\",0,0,\"\",0]]]]}",
        "{\"bodies\":[[\"\",[[\"post\",1,\"a\",\"b\",\"c\",0,0,\"\"]]]]}"
      })
  void areRefusedWhereTheyAreMalformed(String json) {
    var bodies = new BodyJson(new RuleBook(GENESIS));
    var header = headers(List.of(BlockFixture.sealedBlock()));
    assertThatThrownBy(() -> BlockBodies.read(json.getBytes(UTF_8), header, bodies))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
  }

  @Test
  void areNotReadAnyFurtherThanTheHeaderCounts() {
    var one = "[\"reward\",\"COIN\",\"bob\",\"1\",0,0,\"\"]";
    var bodies = new BodyJson(new RuleBook(GENESIS));
    var header = headers(List.of(BlockFixture.sealedBlock()));
    assertThat(header.getFirst().header().count()).isEqualTo(2);
    var two = "{\"bodies\":[[\"\",[" + one + "," + one + "]]]}";
    assertThat(BlockBodies.read(two.getBytes(UTF_8), header, bodies)).hasSize(1);
    var three = "{\"bodies\":[[\"\",[" + one + "," + one + "," + one + "]]]}";
    assertThatThrownBy(() -> BlockBodies.read(three.getBytes(UTF_8), header, bodies))
        .isInstanceOf(Problem.class);
  }
}
