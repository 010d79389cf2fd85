package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Chains of peers that leave this node's below what is final here, and such as nearly do. */
class BelowFinalTest {

  private static final int DEPTH = 13;
  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.finalDepth = DEPTH);
  private static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();

  private final MemoryPeers network = new MemoryPeers();
  private final ChainInMemory ours = new ChainInMemory(GENESIS);
  private TestLedger ledger;
  private CatchingUp catchingUp;

  @BeforeEach
  void start() {
    ledger = TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), GENESIS, Map.of(), c -> {});
    catchingUp =
        new CatchingUp(
            network,
            ledger.get(Appending.class),
            ledger.get(Chain.class),
            ledger.clock(),
            Runnable::run,
            new Progress(Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private static void extend(ChainInMemory chain, WalletKey miner, int count) {
    for (int i = 0; i < count; i++) {
      chain.accept(chain.next().by(miner).block());
    }
  }

  private void takeOurs() {
    ledger.clock().set(ours.parent().time());
    var appending = ledger.get(Appending.class);
    var run = appending.prepare(ours.blocks().subList(1, ours.blocks().size()));
    assertThat(appending.append(run).refused()).isEmpty();
  }

  private List<String> evidence() {
    return ledger
        .get(JdbcClient.class)
        .sql("select hash from below_final")
        .query(String.class)
        .list();
  }

  private CatchingUp.Result catchUp(MemoryPeers.Node node, ChainInMemory chain) {
    ledger.clock().set(chain.parent().time());
    return catchingUp.with(ONE, node.head(), List.of());
  }

  @Test
  void noBodyIsAskedForAndNobodyIsToBlame() {
    extend(ours, BlockFixture.ALICE, 2);
    var theirs = ours.fork();
    extend(ours, BlockFixture.ALICE, DEPTH + 1);
    extend(theirs, BlockFixture.BOB, DEPTH + 5);
    takeOurs();
    var one = network.add(ONE, theirs.blocks());
    for (int i = 0; i < 2; i++) {
      var result = catchUp(one, theirs);
      assertThat(result.faults()).isEmpty();
      assertThat(result.blocksTaken()).isZero();
      assertThat(result.refused()).hasValueSatisfying(why -> assertThat(why).contains("Block 4"));
      assertThat(evidence()).containsExactly(theirs.blocks().get(3).hash().toString());
    }
    assertThat(one.bodiesAsked).isZero();
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(ours.head().hash());
  }

  /** The node names few of its blocks, so the first in common may be far below the fork. */
  @Test
  void whatLeavesTheChainJustAboveIsTaken() {
    extend(ours, BlockFixture.ALICE, 18);
    var theirs = ours.fork();
    extend(ours, BlockFixture.ALICE, DEPTH - 1);
    extend(theirs, BlockFixture.BOB, DEPTH);
    takeOurs();
    var one = network.add(ONE, theirs.blocks());
    assertThat(catchUp(one, theirs)).isEqualTo(new CatchingUp.Result(DEPTH, true, List.of()));
    assertThat(one.bodiesAsked).isEqualTo(DEPTH);
    assertThat(evidence()).isEmpty();
  }
}
