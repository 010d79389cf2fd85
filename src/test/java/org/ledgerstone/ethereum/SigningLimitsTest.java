package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.ethereum.SubmitterView.State;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** What is not signed, although it is wanted. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class SigningLimitsTest {

  private WritingNode node;

  @BeforeAll
  void start() throws IOException {
    node = WritingNode.on(TestDatabase.of(TestDatabase.Kind.H2), Map.of());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @BeforeEach
  void begin() {
    node.begin();
  }

  private List<Long> pay(int count) {
    return IntStream.range(0, count).mapToObj(i -> node.pay("k" + i, 1L << i)).toList();
  }

  private List<Integer> attempts(List<Long> ids) {
    return ids.stream().map(id -> node.attempts(id).size()).toList();
  }

  @Test
  void signsNothingMoreOnceItIsHalted() {
    var ids = pay(2);
    node.anvil().send(Map.of("to", WritingNode.BOB.text(), "value", "0x64"));
    node.anvil().mine(3);
    node.round();
    assertThat(node.submitter()).isEqualTo(State.HALTED);
    node.round();
    node.isState(ids.get(0), SubmissionState.TAKEN);
    node.isState(ids.get(1), SubmissionState.ACCEPTED);
    assertThat(attempts(ids)).containsExactly(0, 0);
    assertThat(node.writing().submissions().resume()).isEmpty();
    node.round();
    node.anvil().mine(3);
    node.round();
    ids.forEach(id -> node.isState(id, SubmissionState.FINAL));
    assertThat(ids).extracting(id -> node.find(id).nonce()).containsExactly(2L, 1L);
    assertThat(node.received()).isEqualTo(103);
  }

  @Test
  void offersNoMoreOnceItIsHalted() {
    var ids = pay(1);
    node.round();
    node.wire.rule(
        "eth_getTransactionCount", (method, call, real) -> Wiretap.result(call, "\"0x63\""));
    node.round();
    assertThat(node.submitter()).isEqualTo(State.HALTED);
    node.wire.rule(Wiretap.Rule.HONEST);
    node.clock.advance(WritingNode.RAISE_MILLIS);
    node.round();
    assertThat(attempts(ids)).containsExactly(1);
    node.anvil().mine(3);
    node.round();
    node.isState(ids.getFirst(), SubmissionState.FINAL);
    assertThat(node.submitter()).as("until an operator has seen it").isEqualTo(State.HALTED);
  }

  @Test
  void offersMoreOnlyForWhatIsNext() {
    var ids = pay(3);
    node.round();
    node.clock.advance(WritingNode.RAISE_MILLIS);
    node.round();
    assertThat(attempts(ids)).containsExactly(2, 1, 1);
  }

  @Test
  void signsNoFurtherAheadThanNodesKeepWaiting() {
    int ahead = Submitter.AHEAD_MAX;
    var ids = pay(ahead + 2);
    node.round();
    node.round();
    assertThat(ids.subList(0, ahead)).allSatisfy(id -> node.isState(id, SubmissionState.SENT));
    assertThat(ids.subList(ahead, ahead + 2))
        .allSatisfy(id -> node.isState(id, SubmissionState.ACCEPTED));
    node.anvil().mine(1);
    node.round();
    node.anvil().mine(3);
    node.round();
    assertThat(ids).allSatisfy(id -> node.isState(id, SubmissionState.FINAL));
    assertThat(node.received()).isEqualTo((1L << (ahead + 2)) - 1);
  }
}
