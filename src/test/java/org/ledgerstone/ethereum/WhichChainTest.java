package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.ethereum.SubmitterView.State;
import org.ledgerstone.protocol.DecodedTransaction;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** Nothing is signed for another chain, nor for the main one without being told. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class WhichChainTest {

  private static final int TICK_MILLIS = 650;
  private static final int ROUNDS = 80;

  private final TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
  private WritingNode node;

  @BeforeAll
  void start() throws IOException {
    node = WritingNode.on(database, Map.of("ETHEREUM_CHAIN_ID", "1"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private List<SubmissionAttempt> attempts(List<Long> ids) {
    return ids.stream().flatMap(id -> node.attempts(id).stream()).toList();
  }

  @Test
  void signsForNoChainThatComesUpInBetween() throws IOException {
    node.begin("--chain-id", "1");
    var ids = IntStream.range(0, 30).mapToObj(i -> node.pay("k" + i, 1L << i)).toList();
    var clock = new TestClock(new Time(node.clock.millis()));
    var random = new SplittableRandom(1);
    try (var other =
        WritingInstance.ticking(
            database, clock, TICK_MILLIS, node::anvil, Map.of("ETHEREUM_CHAIN_ID", "1"))) {
      other.wire.rule(
          "eth_chainId",
          (method, call, real) ->
              Wiretap.result(call, random.nextInt(2) == 0 ? "\"0x1\"" : "\"0x5\""));
      for (int i = 0; i < ROUNDS; i++) {
        other.round();
        node.anvil().call("evm_setNextBlockTimestamp", clock.millis() / 1_000 + 1);
        node.anvil().mine(1);
      }
    }
    assertThat(attempts(ids)).isNotEmpty();
    for (var attempt : attempts(ids)) {
      assertThat(DecodedTransaction.of(attempt.raw()).orElseThrow().chainId())
          .isEqualTo(BigInteger.ONE);
    }
  }

  @Test
  void writesNothingToTheMainChainOnceThatIsNotAllowedAnyMore() throws IOException {
    node.begin("--chain-id", "1");
    long id = node.pay("a", 5);
    var clock = new TestClock(new Time(node.clock.millis()));
    try (var other = WritingInstance.on(database, clock, node::anvil)) {
      other.round();
      assertThat(other.submitter()).isEqualTo(State.LOCKED);
      assertThat(node.attempts(id)).isEmpty();
      assertThat(other.sent()).isZero();
      other.writing().submitter().leave();
      node.round();
      node.isState(id, SubmissionState.SENT);
      node.writing().submitter().leave();
      clock.advance(WritingNode.RAISE_MILLIS);
      other.round();
      assertThat(node.attempts(id)).hasSize(1);
      node.anvil().mine(3);
      other.round();
      node.isState(id, SubmissionState.FINAL);
      assertThat(other.submitter()).isEqualTo(State.LOCKED);
    }
  }
}
