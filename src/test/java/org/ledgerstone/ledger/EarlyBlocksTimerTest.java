package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** Blocks from the future are taken up without anybody asking. */
class EarlyBlocksTimerTest {

  private static final Genesis OPEN = BlockFixture.genesis();

  private static SealedBlock ahead(TestLedger ledger, WalletKey miner, long millis) {
    var draft = new ChainInMemory(OPEN).next().by(miner);
    draft.time = ledger.clock().time().plusMillis(BlockRules.AHEAD_MAX_MILLIS + millis);
    return draft.block();
  }

  private static void isTooEarly(TestLedger ledger, SealedBlock block) {
    var outcome = ledger.get(Appending.class).append(block, Companion.none());
    assertThat(((AppendOutcome.Rejected) outcome).refused().refused().code())
        .isEqualTo(Refusal.BLOCK_FROM_THE_FUTURE);
  }

  private static Hash head(TestLedger ledger) {
    return ledger.get(HeadTable.class).read().hash();
  }

  private static void awaitKnown(TestLedger ledger, SealedBlock block) {
    Patience.until("it is taken up", () -> ledger.get(Appending.class).isKnown(block.hash()));
  }

  /** The first is no block at all, which keeps nobody from those behind it. */
  @Test
  void theyAreTakenUpInTheOrderOfTheirTimes() {
    try (var ledger = SharedLedgers.begin(TestDatabase.Kind.H2, OPEN)) {
      var bad = new ChainInMemory(OPEN).next();
      bad.time = ledger.clock().time().plusMillis(BlockRules.AHEAD_MAX_MILLIS + 1);
      bad.transactions = held -> List.of(held.getFirst(), held.getFirst());
      var first = ahead(ledger, BlockFixture.ALICE, 2);
      var second = ahead(ledger, BlockFixture.BOB, 3);
      var last = ahead(ledger, BlockFixture.OPERATOR, 5);
      List.of(last, second, first, bad.block()).forEach(block -> isTooEarly(ledger, block));

      ledger.clock().advance(4);
      awaitKnown(ledger, second);
      assertThat(head(ledger)).isEqualTo(first.hash());
      assertThat(ledger.get(Appending.class).isKnown(last.hash())).isFalse();
      ledger.clock().advance(1);
      awaitKnown(ledger, last);
      assertThat(head(ledger)).isEqualTo(first.hash());
    }
  }
}
