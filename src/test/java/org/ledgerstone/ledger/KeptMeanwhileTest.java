package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;

/**
 * Two who bring the same blocks at once: one of them keeps aside what the other changes over to.
 */
class KeptMeanwhileTest {

  private static final Genesis OPEN = BlockFixture.genesis();

  private static List<SealedBlock> extend(ChainInMemory chain, WalletKey miner, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          var block = chain.next().by(miner).block();
          chain.accept(block);
          return block;
        })
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingBesideTheChainThatIsOnIt(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, OPEN)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var appending = ledger.get(Appending.class);
      var mine = extend(ours, BlockFixture.ALICE, 2);
      var run = extend(theirs, BlockFixture.BOB, 3);
      ledger.clock().set(run.getLast().header().time());
      assertThat(appending.append(appending.prepare(mine)).taken()).isEqualTo(2);
      var head = ledger.get(HeadTable.class).read();

      // Whoever brings the run has asked already whether its first block is known.
      assertThat(appending.append(run.getFirst(), Companion.none()))
          .isInstanceOf(AppendOutcome.KeptAside.class);
      var outcome =
          ledger
              .get(BranchIntake.class)
              .take(head, appending.prepare(run), Companion.none(), run.getLast().header().time());

      assertThat(outcome).containsInstanceOf(AppendOutcome.Replaced.class);
      assertThat(ledger.get(HeadTable.class).read().hash()).isEqualTo(theirs.head().hash());
      assertThat(run).noneMatch(block -> ledger.get(SideBlockTable.class).holds(block.hash()));
      Invariants.check(ledger.node());
    }
  }
}
