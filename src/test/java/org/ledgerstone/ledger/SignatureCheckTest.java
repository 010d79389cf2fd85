package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.TransferDraft;

/** One transaction that its owner has not signed is found wherever in a block it stands. */
class SignatureCheckTest {

  private static final int COUNT = 230;

  private final ChainInMemory chain = new ChainInMemory(BlockFixture.genesis());
  private Order[] orders = new Order[0];

  @BeforeEach
  void sign() {
    orders =
        IntStream.range(0, COUNT).mapToObj(nonce -> draft(nonce).order()).toArray(Order[]::new);
  }

  private TransferDraft draft(int nonce) {
    var draft = new TransferDraft(chain.rules());
    draft.nonce = OptionalLong.of(nonce);
    return draft;
  }

  /** A block with a reward and these. */
  private SealedBlock block(Order... held) {
    return chain.next().by(BlockFixture.MINER).with(held).block();
  }

  private boolean passes(SealedBlock block) {
    return SignatureCheck.begin(block, chain.rules(), order -> false).passed();
  }

  @Test
  void passesWhatIsSignedThroughout() {
    assertThat(passes(block(orders))).isTrue();
    assertThat(passes(block(Arrays.copyOf(orders, 99)))).isTrue();
    assertThat(passes(block(Arrays.copyOf(orders, 100)))).isTrue();
    assertThat(passes(block())).isTrue();
  }

  @Test
  void findsTheOneThatSomebodyElseHasSigned() {
    for (int at : new int[] {0, 98, 99, 100, 150, 199, COUNT - 1}) {
      var forged = draft(at);
      forged.signer = BlockFixture.BOB;
      var some = orders.clone();
      some[at] = forged.order();
      assertThat(passes(block(some))).as("at %d", at).isFalse();
    }
  }

  @Test
  void asksNoMoreAboutWhatHasBeenChecked() {
    var forged = draft(7);
    forged.signer = BlockFixture.BOB;
    var some = orders.clone();
    some[7] = forged.order();
    var block = block(some);

    for (var checked : List.of(some[7], some[8])) {
      assertThat(SignatureCheck.begin(block, chain.rules(), checked::equals).passed())
          .isEqualTo(checked.equals(some[7]));
    }
  }
}
