package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills a node in the middle of a change of chain, and of catching up. It stands still there when
 * it is killed, with the transaction open. Afterwards it is on the one chain or the other, whole,
 * and goes on to the better one by itself.
 */
class KilledWhileChangingIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
  private static final int COMMON_BLOCKS = 3;
  private static final int LOSING_BLOCKS = 3;
  private static final int WINNING_BLOCKS = 5;

  /** So many are asked for at once: a part that can be taken in when the next one does not come. */
  private static final int BLOCKS_UNTIL_THE_KILL = 100;

  private static final int BLOCKS_BEHIND = BLOCKS_UNTIL_THE_KILL + 50;

  private static Path jar;

  @TempDir private Path directory;
  private final List<String> report = new ArrayList<>();

  @BeforeAll
  static void unpack() throws Exception {
    jar = UnpackedService.jar();
  }

  @ParameterizedTest
  @EnumSource
  void isWholeAfterwardsAndGoesOn(TestDatabase.Kind kind) throws Exception {
    var losing = new ChainInMemory(GENESIS);
    extend(losing, COMMON_BLOCKS, 1);
    var winning = losing.fork();
    extend(losing, LOSING_BLOCKS, 1);
    extend(winning, WINNING_BLOCKS, 2);
    report.add("killed while changing, " + kind);
    try (var peer = new MadeNode(winning.blocks())) {
      var lives = new Lives(TestDatabase.of(kind), peer);
      lives.begin(losing);
      long end = losing.head().header().index();
      lives.killAt(Step.CHANGING_UNSEALED, losing, end);
      lives.killAt(Step.CHANGING_WRITTEN, losing, end);
      // Bodies come as they come: the last may follow the change.
      lives.killAt(Step.CHANGING_COMMITTED, winning, end + 1);

      extend(winning, BLOCKS_BEHIND, 1);
      lives.killWhileCatchingUp(winning);
      lives.goOn(winning.head());
    } finally {
      System.out.println(String.join("\n  ", report));
    }
  }

  /** Each block pays so much, and so the branches differ. */
  private static void extend(ChainInMemory chain, int blocks, long amount) {
    for (int i = 0; i < blocks; i++) {
      chain.accept(chain.next().with(pay(chain, amount)).block());
    }
  }

  private static Order pay(ChainInMemory chain, long amount) {
    var draft = Lie.pay(chain, 0);
    draft.amount = amount;
    return draft.order();
  }

  /** All lives of one node. */
  private final class Lives {

    private final TestDatabase database;
    private final MadeNode peer;
    private final Map<String, String> settings;

    Lives(TestDatabase database, MadeNode peer) {
      this.database = database;
      this.peer = peer;
      this.settings = KilledNode.settings(database, GENESIS, BlockFixture.OPERATOR);
    }

    private NodeProcess.Start start() throws IOException {
      return NodeProcess.Start.of(jar, directory);
    }

    /** The chain that will lose, before the node knows anybody. */
    void begin(ChainInMemory chain) throws Exception {
      try (var node = start().begin(settings).awaitHealth();
          var client = new Client(node)) {
        for (var block : chain.blocks().subList(1, chain.blocks().size())) {
          var json = JSON.writeValueAsString(Wire.block(block));
          var answer =
              client.send(new Request("/api/v1/blocks", json, Optional.empty(), Optional.empty()));
          assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
        node.stop();
      }
      // The node asks for its peers as soon as it lives again, and finds out that there is more.
      settings.put("LEDGER_PEERS", peer.url());
    }

    /** Lets the node come to this step of the change, and kills it there: on this chain. */
    void killAt(Step step, ChainInMemory chain, long indexMin) throws Exception {
      try (var node = start().holdingAt(step).begin(settings)) {
        node.awaitHeld(step);
        node.kill();
        long index = head();
        assertThat(index).isBetween(indexMin, (long) chain.blocks().size());
        var head = chain.blocks().get((int) index - 1);
        Figures.steps(database.kind(), step);
        report.add("killed at %s: %s".formatted(step, checkKilled(head)));
      }
    }

    /** Kills the node when it has taken over a part, and is about to commit another. */
    void killWhileCatchingUp(ChainInMemory chain) throws Exception {
      long from = head();
      long last = from + BLOCKS_UNTIL_THE_KILL;
      var released = new CountDownLatch(1);
      peer.whole = block -> block.header().index() > last ? afterwards(released, block) : block;
      peer.has(chain.blocks());
      try (var node = start().begin(settings).awaitHealth();
          var client = new Client(node)) {
        var path = "/api/v1/blocks/" + last;
        Patience.until("a part is here", () -> client.get(path).status() == 200, node::log);
        node.steps().hold(Step.APPENDING_WRITTEN);
        released.countDown();
        node.awaitHeld(Step.APPENDING_WRITTEN);
        node.kill();
        var part = chain.blocks().get((int) last - 1);
        report.add(
            "killed while catching up from %d to %d: %s"
                .formatted(from, chain.blocks().size(), checkKilled(part)));
      }
    }

    private static SealedBlock afterwards(CountDownLatch released, SealedBlock block) {
      try {
        assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
        return block;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The last life comes to the head of its peer, and ends well. */
    void goOn(SealedBlock head) throws Exception {
      try (var node = start().begin(settings).awaitHealth();
          var client = new Client(node)) {
        var path = "/api/v1/blocks/" + head.hash();
        Patience.until("is where its peer is", () -> client.get(path).status() == 200, node::log);
        node.stop();
        report.add("went on by itself: " + check(head));
      }
    }

    private String checkKilled(SealedBlock head) throws Exception {
      return Figures.trial(Figures.Of.KILL, database.kind(), () -> check(head));
    }

    /** Whether the node has come to just this block. */
    private String check(SealedBlock head) throws Exception {
      var left = KilledNode.left(database, directory);
      Invariants.check(left, new RuleBook(GENESIS));
      assertThat(left.countOf("blocks")).isEqualTo(head.header().index());
      assertThat(left.countOf("blocks where hash = '" + head.hash() + "'")).isEqualTo(1);
      return "%d blocks, %d beside them, %d pending"
          .formatted(left.countOf("blocks"), left.countOf("side_blocks"), left.countOf("pool"));
    }

    private long head() throws Exception {
      return KilledNode.left(database, directory).countOf("blocks");
    }
  }
}
