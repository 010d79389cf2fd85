package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose signatures are checked in blocks that somebody else has made. */
class PreparedBlocksTest {

  private static final Genesis OPEN = BlockFixture.genesis();

  private static boolean isAuthorised(TestLedger ledger, SealedBlock block) {
    return ledger.get(Appending.class).prepare(List.of(block)).getFirst().isAuthorised();
  }

  @ParameterizedTest
  @EnumSource
  void noneIsCheckedThatWasCheckedWhenItBecamePending(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, OPEN)) {
      var chain = new ChainInMemory(OPEN);
      ledger.clock().set(chain.parent().time());
      var order =
          BlockFixture.transfer(
              chain.rules(), BlockFixture.ALICE, BlockFixture.BOB.address(), 1, 0);
      assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
      var forged = BlockFixture.signed(chain.rules(), (Transfer) order.content(), BlockFixture.BOB);
      var block = chain.next().by(BlockFixture.BOB).with(forged).block();
      assertThat(forged.id()).isEqualTo(order.id());

      assertThat(isAuthorised(ledger, block)).as("pending with another signature").isFalse();

      // What is pending is believed, so only a check would find this out.
      giveHeld(ledger, order, forged);
      assertThat(isAuthorised(ledger, block)).as("pending with this signature").isTrue();
      giveHeld(ledger, order, order);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneIsCheckedThatStandsInABlockWhichTheseCompeteWith(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, OPEN)) {
      var chain = new ChainInMemory(OPEN);
      var order =
          BlockFixture.transfer(
              chain.rules(), BlockFixture.ALICE, BlockFixture.BOB.address(), 1, 0);
      var forged = BlockFixture.signed(chain.rules(), (Transfer) order.content(), BlockFixture.BOB);
      var mine = chain.next().by(BlockFixture.ALICE).with(order).block();
      var empty = chain.next().by(BlockFixture.BOB).block();
      var theirs = chain.next().by(BlockFixture.BOB).with(forged).block();
      var later = chain.fork().accept(empty).next().by(BlockFixture.BOB).with(forged).block();
      ledger.clock().set(later.header().time());
      append(ledger, mine);
      append(ledger, chain.fork().accept(mine).next().by(BlockFixture.ALICE).block());
      append(ledger, empty);

      assertThat(isAuthorised(ledger, theirs)).as("held with another signature").isFalse();
      giveHeld(ledger, order, forged);
      assertThat(isAuthorised(ledger, theirs)).as("held with this signature").isTrue();
      assertThat(isAuthorised(ledger, later)).as("the fork is not its parent").isTrue();
      append(ledger, theirs);
      giveHeld(ledger, order, order);
    }
  }

  private static void append(TestLedger ledger, SealedBlock block) {
    var outcome = ledger.get(Appending.class).append(block, Companion.none());
    assertThat(outcome)
        .isInstanceOfAny(AppendOutcome.Appended.class, AppendOutcome.KeptAside.class);
  }

  /** Writes another signature over the one that is held. */
  private static void giveHeld(TestLedger ledger, Order order, Order signed) {
    ledger
        .get(JdbcClient.class)
        .sql("update recorded set proof = ? where id = ?")
        .params(signed.authorization().bytes(), order.id().bytes())
        .update();
  }
}
