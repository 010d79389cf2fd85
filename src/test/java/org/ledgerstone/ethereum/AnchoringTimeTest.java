package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** When a head is anchored because time has passed, also where the clock was set back. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class AnchoringTimeTest {

  private static final long EVERY_MILLIS = 60_000;
  private static final long PAUSE_MILLIS = 30_000;

  private WritingNode node;

  @BeforeAll
  void start() throws IOException {
    node =
        WritingNode.on(TestDatabase.of(TestDatabase.Kind.H2), Map.of("LEDGER_ANCHOR_EVERY", "1m"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @BeforeEach
  void begin() {
    node.begin();
    node.seal();
  }

  private int anchors() {
    return node.get(AnchorBook.class).before(Long.MAX_VALUE, 10).size();
  }

  /** The clock stands where it stood when the first anchor was accepted. */
  private void anchorTheFirst() {
    node.round();
    node.round();
    node.finish();
    assertThat(anchors()).isOne();
  }

  private void roundAfter(long millis) {
    node.clock.advance(millis);
    node.round();
  }

  @Test
  void waitsForTheTime() {
    anchorTheFirst();
    node.seal();
    roundAfter(EVERY_MILLIS - 2);
    assertThat(anchors()).as("a millisecond too early").isOne();
    roundAfter(1);
    assertThat(anchors()).isEqualTo(2);
  }

  @Test
  void waitsForANewBlock() {
    anchorTheFirst();
    roundAfter(EVERY_MILLIS);
    assertThat(anchors()).isOne();
    node.seal();
    node.round();
    assertThat(anchors()).isEqualTo(2);
  }

  @Test
  void doesNotWaitForAClockThatWasSetBack() {
    anchorTheFirst();
    node.seal();
    roundAfter(-2);
    assertThat(anchors()).isEqualTo(2);
  }

  @Test
  void doesNotPauseForLongWhereTheClockWasSetBack() {
    node.wire.rule(
        "eth_estimateGas", (method, call, real) -> Wiretap.error(call, 3, "execution reverted"));
    node.round();
    node.wire.rule(Wiretap.Rule.HONEST);
    roundAfter(1 - PAUSE_MILLIS);
    assertThat(anchors()).as("it pauses").isZero();
    roundAfter(-1);
    assertThat(anchors()).isOne();
  }
}
