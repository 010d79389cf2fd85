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
      givePending(ledger, order, forged);
      assertThat(isAuthorised(ledger, block)).as("pending with this signature").isTrue();
      givePending(ledger, order, order);
    }
  }

  /** Writes another signature into the pool. */
  private static void givePending(TestLedger ledger, Order order, Order signed) {
    ledger
        .get(JdbcClient.class)
        .sql("update recorded set proof = ? where id = ?")
        .params(signed.authorization().bytes(), order.id().bytes())
        .update();
  }
}
