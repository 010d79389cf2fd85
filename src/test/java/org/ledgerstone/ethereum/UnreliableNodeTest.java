package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitOutcome.KeyReused;
import org.ledgerstone.ethereum.SubmitOutcome.Refused;
import org.ledgerstone.ethereum.SubmitterView.State;
import org.ledgerstone.protocol.DecodedTransaction;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/**
 * Whatever an honest node fails at, and however its chain is replaced: in the end each effect has
 * happened once, and the rows say what is the case.
 */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class UnreliableNodeTest {

  private static final int SUBMISSIONS = 20;
  private static final int ROUNDS = 60;
  private static final int ROUNDS_MAX = 400;

  /** Every way on from a state that there is, for an account that nobody else uses. */
  private static final Map<SubmissionState, Set<SubmissionState>> WAYS =
      Map.of(
          SubmissionState.ACCEPTED, EnumSet.of(SubmissionState.SIGNED),
          SubmissionState.SIGNED,
              EnumSet.of(SubmissionState.SENT, SubmissionState.MINED, SubmissionState.FINAL),
          SubmissionState.SENT, EnumSet.of(SubmissionState.MINED, SubmissionState.FINAL),
          SubmissionState.MINED,
              EnumSet.of(SubmissionState.MINED, SubmissionState.SENT, SubmissionState.FINAL),
          SubmissionState.FINAL, Set.of());

  private WritingNode node;

  @BeforeAll
  void start() throws IOException {
    node =
        WritingNode.on(
            TestDatabase.of(TestDatabase.Kind.H2),
            Map.of("ETHEREUM_DAILY_CAP", "1000000000000000000"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachEffectHappensOnce(long seed) {
    node.begin();
    new Story(seed).run();
  }

  private final class Story {

    private final SplittableRandom random;
    private final Unreliable wire;
    private final List<Long> ids = new ArrayList<>();

    Story(long seed) {
      this.random = new SplittableRandom(seed);
      this.wire = new Unreliable(random.nextLong());
    }

    void run() {
      ids.add(node.pay("k0", 1)); // The first nonce is the chain's: an old one would halt it.
      node.wire.rule(wire);
      for (int i = 0; i < ROUNDS; i++) {
        order();
        node.round();
        assertThat(node.submitter()).isNotEqualTo(State.HALTED);
        changeTheChain();
        pass(random.nextInt(4_000));
      }
      finish();
      check();
    }

    /** What is refused for now is ordered again later, under the same key. */
    private void order() {
      int next = ids.size();
      if (next < SUBMISSIONS && random.nextInt(4) != 0) {
        switch (node.writing().submissions().submit(WritingNode.payment("k" + next, 1L << next))) {
          case Kept(var submission, var isNew) -> ids.add(submission.id());
          case Refused refused -> assertThat(refused.code().status()).isEqualTo(503);
          case KeyReused reused -> throw new AssertionError(reused);
        }
      }
    }

    private void changeTheChain() {
      switch (random.nextInt(6)) {
        case 0, 1 -> node.anvil().mine(1);
        case 2 -> replace(1 + random.nextInt(2));
        default -> {}
      }
    }

    /** What was finalized stays: a block is as soon as two follow it. */
    private void replace(int depth) {
      if (height() > depth) {
        node.anvil().call("anvil_reorg", depth, List.of());
      }
    }

    private long height() {
      return Long.decode(node.anvil().call("eth_blockNumber").stringValue());
    }

    /** Time passes for both, so that the node is not taken for one that is behind. */
    private void pass(long millis) {
      node.clock.advance(millis);
      node.anvil().call("evm_increaseTime", millis / 1_000);
    }

    private void finish() {
      node.wire.rule(Wiretap.Rule.HONEST);
      node.nextLook();
      while (ids.size() < SUBMISSIONS) {
        ids.add(node.pay("k" + ids.size(), 1L << ids.size()));
      }
      for (int i = 0; i < ROUNDS_MAX && !isDone(); i++) {
        node.nextLook();
        node.round();
        node.anvil().mine(1);
      }
      node.round();
    }

    private boolean isDone() {
      return ids.stream().allMatch(id -> node.find(id).state().isEnd());
    }

    private void check() {
      assertThat(wire.faults()).as("kinds of faults").hasSizeGreaterThan(4);
      assertThat(node.received()).as(wire.faults().toString()).isEqualTo((1L << SUBMISSIONS) - 1);
      assertThat(node.used()).isEqualTo(SUBMISSIONS);
      assertThat(node.submitter()).isEqualTo(State.RUNNING);
      for (int i = 0; i < SUBMISSIONS; i++) {
        isTrue(node.find(ids.get(i)), i);
        wentALegalWay(ids.get(i));
      }
    }
  }

  private void isTrue(EthereumSubmission one, long nonce) {
    assertThat(one.state()).as(one.toString()).isEqualTo(SubmissionState.FINAL);
    assertThat(one.nonce()).isEqualTo(nonce);
    var mined = one.mined().orElseThrow();
    var receipt = node.anvil().receipt(mined.transaction().toString()).orElseThrow();
    assertThat(receipt.get("blockHash").stringValue()).isEqualTo(mined.block().toString());
    assertThat(Long.decode(receipt.get("blockNumber").stringValue())).isEqualTo(mined.number());
    assertThat(one.cost())
        .contains(
            quantity(receipt.get("effectiveGasPrice").stringValue())
                .multiply(quantity(receipt.get("gasUsed").stringValue()))
                .add(one.order().value()));
    var attempts = node.attempts(one.id());
    assertThat(attempts).extracting(SubmissionAttempt::hash).contains(mined.transaction());
    for (var attempt : attempts) {
      isSignedFor(one, attempt);
    }
  }

  private static void isSignedFor(EthereumSubmission one, SubmissionAttempt attempt) {
    var read = DecodedTransaction.of(attempt.raw()).orElseThrow();
    assertThat(read.chainId()).isEqualTo(BigInteger.valueOf(Anvil.CHAIN_ID));
    assertThat(read.nonce()).isEqualTo(BigInteger.valueOf(one.nonce()));
    assertThat(read.value()).isEqualTo(one.order().value());
    assertThat(read.from()).isEqualTo(Anvil.RICH.address());
    assertThat(attempt.hash())
        .isEqualTo(Word.keccak(HexFormat.of().parseHex(attempt.raw().substring(2))));
  }

  private static BigInteger quantity(String text) {
    return new BigInteger(text.substring(2), 16);
  }

  private void wentALegalWay(long id) {
    var changes = node.book().changes(id);
    assertThat(changes.getFirst().was()).isEmpty();
    assertThat(changes.getFirst().state()).isEqualTo(SubmissionState.ACCEPTED);
    for (int i = 1; i < changes.size(); i++) {
      var was = changes.get(i - 1).state();
      assertThat(changes.get(i).was()).isEqualTo(Optional.of(was));
      assertThat(WAYS.get(was)).as("from " + was).contains(changes.get(i).state());
    }
    assertThat(changes.getLast().state()).isEqualTo(node.find(id).state());
  }
}
