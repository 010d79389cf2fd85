package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.RuleBook;

class WaitingLineTest {

  private static final int WANTED = 100;

  private final WaitingLine line = new WaitingLine();

  private Submission comes(int orders) {
    var order =
        BlockFixture.transfer(
            new RuleBook(BlockFixture.genesis()).inForceAt(1),
            BlockFixture.ALICE,
            BlockFixture.BOB.address(),
            1,
            0);
    var submission =
        Submission.of(Collections.nCopies(orders, Candidate.of(order)), false, Companion.none());
    assertThat(line.offer(submission)).isTrue();
    return submission;
  }

  private Collection<Submission> taken() throws InterruptedException {
    return line.take(WANTED, 0, TimeUnit.MILLISECONDS);
  }

  @Test
  void firstComeFirstServed() throws Exception {
    var all = List.of(comes(1), comes(50), comes(60), comes(50));
    assertThat(taken()).containsExactlyElementsOf(all.subList(0, 3));
    assertThat(line.size()).isEqualTo(50);
    assertThat(taken()).containsExactly(all.getLast());
    assertThat(taken()).isEmpty();
  }

  @Test
  void whoHasFewDoesNotWaitForThoseWhoHaveMany() throws Exception {
    var first = comes(10_000);
    var second = comes(10_000);
    var one = comes(1);
    var more = comes(WaitingLine.FEW + 1);
    var few = comes(WaitingLine.FEW);
    assertThat(taken()).containsExactly(first, one, few);
    assertThat(taken()).containsExactly(second);
    assertThat(taken()).containsExactly(more);
    assertThat(line.size()).isZero();
  }

  @Test
  void manyOfFewTakeTurnsWithTheOthers() throws Exception {
    comes(10_000);
    var second = comes(10_000);
    for (int i = 0; i < 3 * WANTED; i++) {
      comes(1);
    }
    assertThat(taken()).hasSize(1 + WANTED);
    assertThat(taken()).hasSize(1 + WANTED).contains(second);
    assertThat(taken()).hasSize(WANTED);
  }
}
