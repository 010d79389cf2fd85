package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.EventReader;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;

/** Streams on a clock that the test moves. */
class EventsInTimeTest {

  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);

  private final TestClock clock = new TestClock(GENESIS.time().plusMillis(3_600_000));
  private HttpNode node;
  private EventReader reader;

  @BeforeEach
  void start() {
    node =
        HttpNode.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            BlockFixture.OPERATOR,
            GENESIS,
            Map.of(),
            context ->
                context.registerBean(
                    "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
    reader = new EventReader(node.uri("/api/v1/events"));
    reader.next("retry");
    reader.next("block");
    reader.next("pool");
  }

  @AfterEach
  void stop() {
    reader.close();
    node.close();
  }

  private void advance(Duration time) {
    clock.advance(time.toMillis());
  }

  private void appendWithoutThePool(ChainInMemory chain) {
    var block = chain.next().block();
    chain.accept(block);
    assertThat(node.node().get(Appending.class).append(block, Companion.none()))
        .isInstanceOf(AppendOutcome.Appended.class);
    assertThat(reader.next("block").number("index")).isEqualTo(block.header().index());
  }

  @Test
  void saysThatItIsThereWhenNothingHasComeForAWhile() {
    for (int i = 0; i < 3; i++) {
      advance(EventStream.QUIET);
      reader.next("comment");
    }
    advance(EventStream.QUIET.minusMillis(1));
    node.generate();
    reader.next("block");
    advance(EventStream.QUIET.minusMillis(1));
    node.generate();
    reader.next("block");
    advance(EventStream.QUIET);
    reader.next("comment");
  }

  @Test
  void tellsOfThePoolOnlyNowAndThen() {
    advance(EventStream.POOL_PAUSE);
    var chain = node.chain();
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    reader.awaitPending(1);
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    for (int i = 0; i < 3; i++) {
      appendWithoutThePool(chain);
    }
    advance(EventStream.POOL_PAUSE);
    reader.awaitPending(2);
  }

  @Test
  void endsAfterAQuarterOfAnHour() {
    advance(EventStream.LIFE.minusMillis(1));
    reader.next("comment");
    node.generate();
    reader.next("block");
    advance(Duration.ofMillis(1));
    reader.next("end");
  }

  @Test
  void endsWhereTheClockIsSetBack() {
    clock.advance(-1);
    reader.next("end");
  }
}
