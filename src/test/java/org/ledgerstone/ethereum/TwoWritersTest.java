package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitterView.State;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two instances on one database: one of them signs, and whoever it is, each effect is one. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class TwoWritersTest {

  private static final long LEASE = SignerTable.LEASE.toMillis();
  private static final long HOUR = 3_600_000;

  private WritingNode node;
  private WritingInstance other;

  @BeforeAll
  void start() throws IOException {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    node = WritingNode.on(database, Map.of());
    other = WritingInstance.on(database, new TestClock(new Time(node.clock.millis())), node::anvil);
  }

  @AfterAll
  void stop() {
    other.close();
    node.close();
  }

  @BeforeEach
  void begin() {
    node.begin();
    other.forget();
    other.clock.set(node.clock.time());
  }

  private void isElsewhere() {
    node.round();
    assertThat(node.submitter()).isEqualTo(State.ELSEWHERE);
  }

  private void otherIsElsewhere() {
    other.round();
    assertThat(other.submitter()).isEqualTo(State.ELSEWHERE);
  }

  private void otherTakesOver() {
    other.clock.set(new Time(node.clock.millis() + LEASE));
    other.round();
    assertThat(other.submitter()).isEqualTo(State.RUNNING);
  }

  private long sent() {
    return node.wire.count("eth_sendRawTransaction");
  }

  /** The fences under which the attempts were written, in the order of the submissions. */
  private List<Long> fences() {
    return node.get(JdbcClient.class)
        .sql("select fence from ethereum_attempts order by submission, number")
        .query(Long.class)
        .list();
  }

  private long fence() {
    return node.get(JdbcClient.class)
        .sql("select fence from ethereum_signers")
        .query(Long.class)
        .single();
  }

  @Test
  void onlyOneOfThemSigns() {
    long id = node.pay("a", 5);
    node.round();
    otherIsElsewhere();
    node.isState(id, SubmissionState.SENT);
    node.pay("b", 5);
    otherIsElsewhere();
    node.anvil().mine(1);
    otherIsElsewhere();
    node.isState(id, SubmissionState.SENT);
    assertThat(other.sent()).isZero();
    node.round();
    node.isState(id, SubmissionState.MINED);
    assertThat(fences()).containsExactly(1L, 1L);
  }

  @Test
  void theOtherGoesOnAtOnceWhenTheFirstLeaves() {
    long id = node.pay("a", 5);
    node.round();
    node.writing().submitter().leave();
    node.pay("b", 6);
    other.round();
    assertThat(other.submitter()).isEqualTo(State.RUNNING);
    assertThat(other.sent()).as("only what was not signed").isEqualTo(1);
    assertThat(fences()).containsExactly(1L, 2L);
    isElsewhere();
    node.writing().submitter().leave();
    isElsewhere();
    node.anvil().mine(3);
    other.round();
    node.isState(id, SubmissionState.FINAL);
    assertThat(node.received()).isEqualTo(11);
  }

  @Test
  void theOtherGoesOnWhenTheLeaseHasRunOut() {
    long id = node.pay("a", 5);
    node.round();
    other.clock.advance(LEASE - 1);
    otherIsElsewhere();
    node.clock.advance(LEASE - 1);
    node.round();
    other.clock.advance(1);
    otherIsElsewhere();
    otherTakesOver();
    isElsewhere();
    assertThat(other.sent()).isZero();
    node.anvil().mine(3);
    isElsewhere();
    node.isState(id, SubmissionState.SENT);
    other.round();
    node.isState(id, SubmissionState.FINAL);
    assertThat(node.attempts(id)).hasSize(1);
  }

  /** What happens once, before the first instance has its answer to this call. */
  private void whileItAsks(String method, Runnable what) {
    var done = new boolean[1];
    node.wire.rule(
        method,
        (called, call, real) -> {
          var answer = real.get();
          if (!done[0]) {
            done[0] = true;
            what.run();
          }
          return Optional.of(answer);
        });
  }

  @Test
  void whoWakesUpTooLateSignsNothing() {
    long id = node.pay("a", 5);
    whileItAsks("eth_maxPriorityFeePerGas", this::otherTakesOver);
    node.round();
    assertThat(fences()).containsExactly(2L);
    assertThat(node.attempts(id)).hasSize(1);
    assertThat(sent()).isZero();
    assertThat(other.sent()).isEqualTo(1);
    isElsewhere();
    node.anvil().mine(3);
    other.round();
    node.isState(id, SubmissionState.FINAL);
    assertThat(node.received()).isEqualTo(5);
  }

  @Test
  void whoWakesUpTooLateOffersNoMore() {
    long id = node.pay("a", 5);
    node.round();
    node.clock.advance(WritingNode.RAISE_MILLIS);
    whileItAsks("eth_maxPriorityFeePerGas", this::otherTakesOver);
    node.round();
    assertThat(fences()).containsExactly(1L, 2L);
    assertThat(sent()).isEqualTo(1);
    assertThat(node.attempts(id)).hasSize(2);
  }

  @Test
  void whoWakesUpTooLateMovesNothing() {
    long id = node.pay("a", 5);
    node.round();
    node.anvil().mine(3);
    other.wire.rule(
        "eth_getTransactionReceipt", (method, call, real) -> Wiretap.result(call, "null"));
    other.clock.set(new Time(node.clock.millis() + LEASE));
    whileItAsks("eth_getTransactionReceipt", other::round);
    node.round();
    node.isState(id, SubmissionState.SENT);
    other.wire.rule(Wiretap.Rule.HONEST);
    other.round();
    node.isState(id, SubmissionState.FINAL);
    assertThat(node.states(id))
        .containsExactly(
            SubmissionState.ACCEPTED,
            SubmissionState.SIGNED,
            SubmissionState.SENT,
            SubmissionState.FINAL);
  }

  @Test
  void whoWakesUpTooLateDoesNotEvenSayThatItWasSent() {
    long id = node.pay("a", 5);
    other.clock.set(new Time(node.clock.millis() + LEASE));
    other.wire.rule(
        "eth_getTransactionByHash",
        (method, call, real) -> Wiretap.error(call, -32_000, "not now"));
    whileItAsks("eth_sendRawTransaction", other::round);
    node.round();
    node.isState(id, SubmissionState.SIGNED);
    other.wire.rule(Wiretap.Rule.HONEST);
    other.round();
    node.isState(id, SubmissionState.SENT);
    assertThat(other.sent()).isZero();
  }

  @Test
  void whoWakesUpTooLateHaltsNothing() {
    long id = node.pay("a", 5);
    node.round();
    node.wire.rule(
        "eth_getTransactionCount",
        (method, call, real) -> {
          otherTakesOver();
          return Wiretap.result(call, "\"0x63\"");
        });
    node.round();
    node.anvil().mine(3);
    other.round();
    assertThat(other.submitter()).isEqualTo(State.RUNNING);
    node.isState(id, SubmissionState.FINAL);
  }

  /** Payments of 1, 2, 4 … wei: what is received says which of them happened how often. */
  private List<Long> payEach(int count) {
    return IntStream.range(0, count).mapToObj(i -> node.pay("k" + i, 1L << i)).toList();
  }

  private void eachHappenedOnce(List<Long> ids) {
    assertThat(node.received()).isEqualTo((1L << ids.size()) - 1);
    assertThat(node.used()).isEqualTo(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      node.isState(ids.get(i), SubmissionState.FINAL);
      assertThat(node.attempts(ids.get(i)))
          .extracting(SubmissionAttempt::nonce)
          .containsOnly((long) i);
    }
  }

  private boolean areFinal(List<Long> ids) {
    return ids.stream().allMatch(id -> node.find(id).state() == SubmissionState.FINAL);
  }

  @ParameterizedTest
  @ValueSource(longs = {-HOUR, HOUR})
  void aWrongClockOfOneOfThemCostsNoEffect(long wrong) {
    var ids = payEach(6);
    other.clock.advance(wrong);
    for (int i = 0; i < 20 && !areFinal(ids); i++) {
      other.round();
      node.round();
      node.anvil().mine(1);
      node.clock.advance(1_000);
      other.clock.advance(1_000);
    }
    eachHappenedOnce(ids);
  }

  @Test
  void bothAtOnceDoNothingTwice() throws Exception {
    var ids = payEach(12);
    other.clock.advance(-HOUR); // So each takes the lease from the other whenever it looks.
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 40 && !areFinal(ids); i++) {
        var first = threads.submit(node::round);
        var second = threads.submit(other::round);
        first.get();
        second.get();
        if (i % 2 == 1) {
          node.anvil().mine(1);
        }
      }
    }
    eachHappenedOnce(ids);
    assertThat(fence()).as("they have taken it from each other").isGreaterThan(2);
  }

  @Test
  void theSameOrderAtBothIsOne() throws Exception {
    var ids = new ArrayList<Long>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 10; i++) {
        var order = WritingNode.payment("k" + i, 1L << i);
        var together = new CyclicBarrier(2);
        var first = threads.submit(() -> submit(node.writing(), order, together));
        var second = threads.submit(() -> submit(other.writing(), order, together));
        assertThat(first.get().submission()).isEqualTo(second.get().submission());
        assertThat(first.get().isNew()).isNotEqualTo(second.get().isNew());
        ids.add(first.get().submission().id());
      }
    }
    node.round();
    node.anvil().mine(3);
    node.round();
    eachHappenedOnce(ids);
  }

  private static Kept submit(Writing writing, EthereumOrder order, CyclicBarrier together)
      throws Exception {
    together.await();
    return (Kept) writing.submissions().submit(order);
  }
}
