package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.peers.Follower.ONE;
import static org.ledgerstone.peers.Follower.extend;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Chains of peers that leave this node's below what is final here, and such as nearly do. */
class BelowFinalTest {

  private static final int DEPTH = 13;
  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.finalDepth = DEPTH);

  private final Follower follower = new Follower(GENESIS);
  private final ChainInMemory ours = new ChainInMemory(GENESIS);

  @AfterEach
  void stop() {
    follower.close();
  }

  private List<String> evidence() {
    return follower
        .ledger
        .get(JdbcClient.class)
        .sql("select hash from below_final")
        .query(String.class)
        .list();
  }

  private CatchingUp.Result catchUp(MemoryPeers.Node node, ChainInMemory chain) {
    follower.isAtTheTimeOf(chain);
    return follower.catchUp(node);
  }

  @Test
  void noBodyIsAskedForAndNobodyIsToBlame() {
    extend(ours, BlockFixture.ALICE, 2);
    var theirs = ours.fork();
    extend(ours, BlockFixture.ALICE, DEPTH + 1);
    extend(theirs, BlockFixture.BOB, DEPTH + 5);
    follower.take(ours);
    var one = follower.network.add(ONE, theirs.blocks());
    for (int i = 0; i < 2; i++) {
      var result = catchUp(one, theirs);
      assertThat(result.faults()).isEmpty();
      assertThat(result.blocksTaken()).isZero();
      assertThat(result.refused()).hasValueSatisfying(why -> assertThat(why).contains("Block 4"));
      assertThat(evidence()).containsExactly(theirs.blocks().get(3).hash().toString());
    }
    assertThat(one.bodiesAsked).isZero();
    follower.hasForHead(ours.head().hash());
  }

  /** The node names few of its blocks, so the first in common may be far below the fork. */
  @Test
  void whatLeavesTheChainJustAboveIsTaken() {
    extend(ours, BlockFixture.ALICE, 18);
    var theirs = ours.fork();
    extend(ours, BlockFixture.ALICE, DEPTH - 1);
    extend(theirs, BlockFixture.BOB, DEPTH);
    follower.take(ours);
    var one = follower.network.add(ONE, theirs.blocks());
    assertThat(catchUp(one, theirs)).isEqualTo(new CatchingUp.Result(DEPTH, true, List.of()));
    assertThat(one.bodiesAsked).isEqualTo(DEPTH);
    assertThat(evidence()).isEmpty();
  }
}
