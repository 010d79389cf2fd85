package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.EventReader;
import org.ledgerstone.testing.EventReader.Event;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;

/** Events of the ledger: every block once and in order, whatever becomes of stream and chain. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class EventsTest {

  private static final String EVENTS = "/api/v1/events";
  private static final String LAST = "Last-Event-ID";
  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;

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

  @BeforeEach
  void begin() {
    FreshStart.begin(node.node());
  }

  @AfterEach
  void check() {
    Invariants.check(node.node());
  }

  private EventReader subscribe(String... headers) {
    var reader = new EventReader(node.uri(EVENTS), headers);
    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.next("retry").data()).isEqualTo("2000");
    return reader;
  }

  private EventReader resume(Event last) {
    return resume(last.id().orElseThrow());
  }

  private EventReader resume(String id) {
    return subscribe(LAST, id);
  }

  private static String id(SealedBlock block) {
    return block.header().index() + "-" + block.hash();
  }

  private void append(SealedBlock block) {
    assertThat(node.node().get(Appending.class).append(block, Companion.none()))
        .isNotInstanceOf(AppendOutcome.Rejected.class);
  }

  /** Appends blocks to the chain in memory. Branches differ by their miners. */
  private static List<SealedBlock> extend(ChainInMemory chain, WalletKey miner, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          chain.accept(chain.next().by(miner).block());
          return chain.head();
        })
        .toList();
  }

  private void grow(ChainInMemory chain, WalletKey miner, int count) {
    extend(chain, miner, count).forEach(this::append);
  }

  private void isBlock(Event event, SealedBlock block) {
    assertThat(event.name()).isEqualTo("block");
    assertThat(event.id()).hasValue(id(block));
    assertThat(event.data())
        .isEqualTo(node.get("/api/v1/blocks/" + block.header().index()).with(200).body());
  }

  private void areBlocks(EventReader reader, List<SealedBlock> blocks) {
    for (var block : blocks) {
      isBlock(reader.nextButPool("block"), block);
    }
  }

  private static void isReplaced(Event event, SealedBlock fork, SealedBlock head) {
    assertThat(event.id()).hasValue(id(fork));
    assertThat(event.json()).isEqualTo(Map.of("fork", named(fork), "head", named(head)));
  }

  private static Map<String, Object> named(SealedBlock block) {
    return Map.of("index", (int) block.header().index(), "hash", block.hash().toString());
  }

  // What is told.

  @Test
  void beginsWithTheHeadAndThePool() {
    node.generate();
    node.pay(ALICE, BOB.address(), 1);
    try (var reader = subscribe()) {
      assertThat(reader.header("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
      assertThat(reader.header("Cache-Control")).hasValue("no-store");
      isBlock(reader.next("block"), node.chain().head());
      var pool = reader.next("pool");
      assertThat(pool.id()).isEmpty();
      assertThat(pool.data()).isEqualTo("{\"pending\":1}");
    }
  }

  @Test
  void tellsEveryBlockInOrder() {
    try (var reader = subscribe();
        var other = subscribe()) {
      var chain = node.chain();
      isBlock(reader.next("block"), chain.head());
      isBlock(other.next("block"), chain.head());
      node.generate();
      var run = extend(node.chain(), ALICE, 120);
      var appending = node.node().get(Appending.class);
      assertThat(appending.append(appending.prepare(run)).taken()).isEqualTo(120);
      node.generate();
      var blocks = node.chain().blocks();
      areBlocks(reader, blocks.subList(1, blocks.size()));
      areBlocks(other, blocks.subList(1, blocks.size()));
    }
  }

  @Test
  void tellsHowManyArePending() {
    try (var reader = subscribe()) {
      reader.next("block");
      reader.awaitPending(0);
      node.pay(ALICE, BOB.address(), 1);
      reader.awaitPending(1);
      node.pay(ALICE, BOB.address(), 1);
      node.pay(ALICE, BOB.address(), 1);
      reader.awaitPending(3);
      node.generate();
      reader.next("block");
      reader.awaitPending(0);
    }
  }

  // Who comes back.

  @Test
  void goesOnAfterTheLastEvent() {
    Event last;
    try (var reader = subscribe()) {
      last = reader.next("block");
    }
    for (int i = 0; i < 3; i++) {
      node.generate();
      node.generate();
      var blocks = node.chain().blocks();
      try (var reader = resume(last)) {
        areBlocks(reader, blocks.subList(blocks.size() - 2, blocks.size()));
        node.generate();
        last = reader.nextButPool("block");
        isBlock(last, node.chain().head());
      }
    }
    try (var reader = resume(last)) {
      reader.next("pool");
      node.generate();
      areBlocks(reader, List.of(node.chain().head()));
    }
  }

  @Test
  void takesTheIdAsAParameterToo() {
    grow(node.chain(), ALICE, 3);
    var blocks = node.chain().blocks();
    var query = EVENTS + "?lastEventId=";
    try (var reader = new EventReader(node.uri(query + id(blocks.get(1))));
        var both = new EventReader(node.uri(query + id(blocks.get(0))), LAST, id(blocks.get(2)));
        var neither = new EventReader(node.uri(query))) {
      for (var each : List.of(reader, both, neither)) {
        each.next("retry");
      }
      areBlocks(reader, blocks.subList(2, 4));
      areBlocks(both, blocks.subList(3, 4));
      areBlocks(neither, blocks.subList(3, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1",
        "1-",
        "0-0000000000000000000000000000000000000000000000000000000000000000",
        "01-0000000000000000000000000000000000000000000000000000000000000000",
        "-1-0000000000000000000000000000000000000000000000000000000000000000",
        "1-000000000000000000000000000000000000000000000000000000000000000",
        "1-00000000000000000000000000000000000000000000000000000000000000000",
        "1-000000000000000000000000000000000000000000000000000000000000000G",
        "1-A000000000000000000000000000000000000000000000000000000000000000",
        "99999999999999999-0000000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesWhatIsNoId(String id) {
    try (var reader = new EventReader(node.uri(EVENTS), LAST, id)) {
      assertThat(reader.status()).isEqualTo(400);
    }
    node.get(EVENTS, LAST, id).isProblem(400, "EVENT_ID_INVALID");
    node.get(EVENTS + "?lastEventId=" + id).isProblem(400, "EVENT_ID_INVALID");
  }

  // Who has missed much.

  @Test
  void skipsWhatIsMoreThanAThousandBlocksBack() {
    var chain = node.chain();
    var appending = node.node().get(Appending.class);
    var outcome = appending.append(appending.prepare(extend(chain, ALICE, 1_004)));
    assertThat(outcome.taken()).isEqualTo(1_004);
    var blocks = chain.blocks();
    try (var behind = resume(id(blocks.get(4)));
        var tooFar = resume(id(blocks.get(1)))) {
      var skipped = tooFar.next("skipped");
      assertThat(skipped.id()).isEmpty();
      assertThat(skipped.data()).isEqualTo("{\"from\":3,\"to\":5}");
      for (var reader : List.of(tooFar, behind)) {
        assertThat(reader.blocks(1_000).stream().map(event -> event.id().orElseThrow()))
            .isEqualTo(blocks.subList(5, 1_005).stream().map(EventsTest::id).toList());
      }
      grow(chain, ALICE, 2);
      areBlocks(tooFar, chain.blocks().subList(1_005, 1_007));
    }
    try (var unknown = resume("3-" + "0".repeat(64))) {
      isReplaced(unknown.next("replaced"), blocks.getFirst(), chain.head());
      assertThat(unknown.next("skipped").data()).isEqualTo("{\"from\":2,\"to\":7}");
      isBlock(unknown.next("block"), chain.blocks().get(7));
    }
  }

  // A chain that is another one.

  @Test
  void tellsThatTheChainIsReplaced() {
    var ours = node.chain();
    grow(ours, ALICE, 3);
    var theirs = ours.fork();
    try (var reader = subscribe()) {
      isBlock(reader.next("block"), ours.head());
      var fork = ours.head();
      grow(ours, ALICE, 2);
      areBlocks(reader, ours.blocks().subList(4, 6));
      grow(theirs, BOB, 3);
      isReplaced(reader.nextButPool("replaced"), fork, theirs.head());
      areBlocks(reader, theirs.blocks().subList(4, 7));
      grow(ours, ALICE, 2);
      isReplaced(reader.nextButPool("replaced"), fork, ours.head());
      areBlocks(reader, ours.blocks().subList(4, 8));
      grow(ours, ALICE, 1);
      areBlocks(reader, ours.blocks().subList(8, 9));
    }
  }

  @Test
  void tellsWhoComesBackThatTheChainWasReplaced() {
    var ours = node.chain();
    grow(ours, ALICE, 2);
    var theirs = ours.fork();
    var fork = ours.head();
    grow(ours, ALICE, 3);
    grow(theirs, BOB, 4);
    for (var lost : ours.blocks().subList(3, 6)) {
      try (var reader = resume(id(lost))) {
        isReplaced(reader.next("replaced"), fork, theirs.head());
        areBlocks(reader, theirs.blocks().subList(3, 7));
      }
    }
    try (var common = resume(id(fork))) {
      areBlocks(common, theirs.blocks().subList(3, 7));
    }
  }

  @Test
  void beginsAgainAfterGenesisForWhoNamesABlockThatNobodyKnows() {
    var chain = node.chain();
    grow(chain, ALICE, 2);
    for (var id : List.of("2-" + "0".repeat(64), "9-" + "0".repeat(64), "1-" + "0".repeat(64))) {
      try (var reader = resume(id)) {
        isReplaced(reader.next("replaced"), chain.blocks().getFirst(), chain.head());
        areBlocks(reader, chain.blocks().subList(1, 3));
      }
    }
  }

  // What is no subscription.

  @Test
  void answersAtOnceWhoAsksForTheHeadOfTheAnswer() {
    var reply = node.send("HEAD", EVENTS, new byte[0]).with(200);
    assertThat(reply.header("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
    assertThat(reply.body()).isEmpty();
    node.post(EVENTS, "{}").isProblem(405, "METHOD_NOT_ALLOWED");
  }
}
