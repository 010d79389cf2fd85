package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;

/**
 * The clock of the machine is set an hour forward or back. Blocks are never dated before their
 * parents nor ahead of the clock, nothing pending is lost, and nothing is taken twice.
 */
class ClockSetTest {

  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final TestClock clock = new TestClock(GENESIS.time().plusMillis(24 * HOUR));

  private HttpNode start(TestDatabase.Kind kind) {
    return HttpNode.start(
        TestDatabase.of(kind),
        BlockFixture.OPERATOR,
        GENESIS,
        Map.of(),
        context ->
            context.registerBean(
                "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
  }

  private static Reply pay(HttpNode node) {
    return node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
  }

  private static Reply generate(HttpNode node) {
    return node.post("/api/v1/blocks/generate", "");
  }

  private static Time timeOf(Reply block) {
    return Time.parse(block.text("time")).orElseThrow();
  }

  private static String statusOf(HttpNode node, Reply accepted) {
    return node.get("/api/v1/transactions/" + accepted.text("id")).with(200).text("status");
  }

  @ParameterizedTest
  @EnumSource
  void keepsBlocksInOrderAndLosesNothing(TestDatabase.Kind kind) {
    try (var node = start(kind)) {
      forward(node);
      back(node);
      forwardAndBack(node);
    }
  }

  private void forward(HttpNode node) {
    var early = pay(node);
    var ends = node.draft(BlockFixture.BOB);
    ends.to = BlockFixture.ALICE.address();
    ends.until = clock.millis() / 1000 + 600;
    var ending = node.order(ends.order()).with(201);

    clock.advance(HOUR);
    assertThat(timeOf(generate(node).with(201))).isEqualTo(clock.time());
    assertThat(statusOf(node, early)).isEqualTo("valid");
    assertThat(statusOf(node, ending)).as("its end was jumped over").isEqualTo("dropped");
    node.order(ends.order()).isProblem(422, "TRANSACTION_EXPIRED");
  }

  private void back(HttpNode node) {
    var head = node.head();
    clock.advance(-HOUR);
    var late = pay(node);
    assertThat(statusOf(node, late)).isEqualTo("pending");
    generate(node).isProblem(409, "BLOCK_TOO_SOON");
    assertThat(node.head()).isEqualTo(head);

    clock.advance(HOUR);
    assertThat(timeOf(generate(node).with(201))).isEqualTo(clock.time().plusMillis(1));
    assertThat(statusOf(node, late)).isEqualTo("valid");
    clock.advance(1);
  }

  /** What was accepted by a clock that was wrong waits until the right one has come there. */
  private void forwardAndBack(HttpNode node) {
    clock.advance(HOUR);
    var ahead = pay(node);
    clock.advance(1 - HOUR);
    var behind = node.pay(BlockFixture.BOB, BlockFixture.ALICE.address(), 1);
    assertThat(timeOf(generate(node).with(201))).isEqualTo(clock.time());
    node.restart();
    assertThat(statusOf(node, ahead)).isEqualTo("pending");
    assertThat(statusOf(node, behind)).isEqualTo("pending");

    clock.advance(HOUR);
    assertThat(timeOf(generate(node).with(201))).isEqualTo(clock.time());
    assertThat(statusOf(node, ahead)).isEqualTo("valid");
    assertThat(statusOf(node, behind)).isEqualTo("valid");
  }
}
