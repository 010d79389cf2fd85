package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitOutcome.KeyReused;
import org.ledgerstone.ethereum.SubmitterView.State;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is submitted happens on a real chain, once, whatever the way there. */
@NeedsTool(Anvil.TOOL)
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class SubmitterTest {

  @Parameter private TestDatabase.Kind kind;

  private WritingNode node;

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    node = WritingNode.on(TestDatabase.of(kind), Map.of());
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  @BeforeEach
  void begin() {
    node.begin();
  }

  private void ended(long id, long received) {
    node.finish();
    node.isState(id, SubmissionState.FINAL);
    assertThat(node.received()).isEqualTo(received);
  }

  @Test
  void sendsOnceAndIsDoneWhenItIsFinal() {
    long id = node.pay("a", 5);
    node.isState(id, SubmissionState.ACCEPTED);
    assertThat(node.used()).isZero();
    node.round();
    node.isState(id, SubmissionState.SENT);
    node.round();
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.MINED);
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.MINED);
    ended(id, 5);
    assertThat(node.attempts(id)).hasSize(1);
    assertThat(node.states(id))
        .containsExactly(
            SubmissionState.ACCEPTED,
            SubmissionState.SIGNED,
            SubmissionState.SENT,
            SubmissionState.MINED,
            SubmissionState.FINAL);
    var receipt =
        node.anvil().receipt(node.attempts(id).getFirst().hash().toString()).orElseThrow();
    var price = new BigInteger(receipt.get("effectiveGasPrice").stringValue().substring(2), 16);
    assertThat(node.find(id).cost())
        .contains(price.multiply(BigInteger.valueOf(21_000)).add(BigInteger.valueOf(5)));
    assertThat(receipt.get("type").stringValue()).isEqualTo("0x2");
    assertThat(node.submitter()).isEqualTo(State.RUNNING);
  }

  @Test
  void takesTheSameOrderOnceAndAnotherUnderItsKeyNever() {
    long id = node.pay("a", 5);
    assertThat(node.writing().submissions().submit(WritingNode.payment("a", 5)))
        .isEqualTo(new Kept(node.find(id), false));
    assertThat(node.writing().submissions().submit(WritingNode.payment("a", 6)))
        .isEqualTo(new KeyReused(node.find(id)));
    long other = node.pay("b", 5);
    assertThat(node.find(other).nonce()).isEqualTo(1);
    node.round();
    node.anvil().mine(1);
    node.round();
    ended(id, 10);
    node.isState(other, SubmissionState.FINAL);
    assertThat(node.writing().submissions().submit(WritingNode.payment("a", 5)))
        .isEqualTo(new Kept(node.find(id), false));
  }

  @Test
  void sendsTheSameBytesAgainWhereTheyGotLost() {
    node.wire.rule(
        "eth_sendRawTransaction",
        (method, call, real) -> Wiretap.result(call, "\"0x" + "ab".repeat(32) + "\""));
    long id = node.pay("a", 5);
    node.round();
    node.isState(id, SubmissionState.SIGNED);
    assertThat(node.attempts(id).getFirst().answer()).contains("abab");
    node.wire.rule("eth_sendRawTransaction", (method, call, real) -> Optional.empty());
    node.round();
    node.isState(id, SubmissionState.SIGNED);
    node.wire.rule(Wiretap.Rule.HONEST);
    node.nextLook();
    node.round();
    node.isState(id, SubmissionState.SENT);
    node.anvil().mine(1);
    ended(id, 5);
    assertThat(node.attempts(id)).hasSize(1);
  }

  @Test
  void findsOutThatWhatWasNotAnsweredWasMined() {
    node.wire.rule(
        "eth_sendRawTransaction",
        (method, call, real) -> {
          var _ = real.get();
          return Optional.empty();
        });
    long id = node.pay("a", 5);
    node.round();
    node.isState(id, SubmissionState.SIGNED);
    node.anvil().mine(1);
    node.nextLook();
    node.round();
    node.isState(id, SubmissionState.MINED);
    ended(id, 5);
    assertThat(node.wire.count("eth_sendRawTransaction")).isPositive();
  }

  @Test
  void offersMoreAndTakesTheOldAttemptIfThatIsMinedAfterAll() {
    long id = node.pay("a", 5);
    node.round();
    node.clock.advance(WritingNode.RAISE_MILLIS - 2);
    node.round();
    assertThat(node.attempts(id)).hasSize(1);
    node.clock.advance(2);
    node.round();
    node.clock.advance(WritingNode.RAISE_MILLIS);
    node.round();
    var attempts = node.attempts(id);
    assertThat(attempts).hasSize(3);
    isRaised(attempts.get(0).fees(), attempts.get(1).fees());
    isRaised(attempts.get(1).fees(), attempts.get(2).fees());
    assertThat(attempts).allMatch(attempt -> attempt.nonce() == 0);
    assertThat(waiting()).isEqualTo(attempts.get(2).hash().toString());

    node.anvil().call("anvil_dropTransaction", attempts.get(2).hash().toString());
    node.anvil().call("eth_sendRawTransaction", attempts.get(0).raw());
    node.anvil().mine(1);
    node.round();
    assertThat(node.find(id).mined().orElseThrow().transaction()).isEqualTo(attempts.get(0).hash());
    ended(id, 5);
  }

  private String waiting() {
    var block = node.anvil().call("eth_getBlockByNumber", "pending", false);
    return block.get("transactions").get(0).stringValue();
  }

  private static void isRaised(Fees was, Fees is) {
    var nine = BigInteger.valueOf(9);
    var eight = BigInteger.valueOf(8);
    assertThat(is.max().multiply(eight)).isGreaterThanOrEqualTo(was.max().multiply(nine));
    assertThat(is.tip().multiply(eight)).isGreaterThanOrEqualTo(was.tip().multiply(nine));
  }

  @Test
  void offersNoMoreThanTheCap() {
    long id = node.pay("a", 5);
    node.round();
    for (int i = 0; i < 40; i++) {
      node.clock.advance(WritingNode.RAISE_MILLIS);
      if (i % 5 == 0) {
        node.anvil().call("evm_setNextBlockTimestamp", node.clock.millis() / 1_000 + 200);
        node.anvil().call("anvil_setNextBlockBaseFeePerGas", "0x" + Long.toHexString(1L << 40));
        node.anvil().mine(1);
      }
      node.round();
    }
    var last = node.attempts(id).getLast();
    assertThat(last.fees().max())
        .isLessThanOrEqualTo(new BigInteger("100000000000"))
        .isGreaterThan(new BigInteger("88000000000"));
    node.isState(id, SubmissionState.SENT);
    node.anvil().call("anvil_setNextBlockBaseFeePerGas", "0x1");
    node.anvil().mine(1);
    node.round();
    node.anvil().mine(1);
    ended(id, 5);
  }

  @Test
  void goesBackToSentWhenItsBlockIsReplaced() {
    long id = node.pay("a", 5);
    node.round();
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.MINED);
    node.anvil().call("anvil_reorg", 1, List.of());
    node.round();
    node.isState(id, SubmissionState.SENT);
    assertThat(node.find(id).mined()).isEmpty();
    node.round();
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.MINED);
    ended(id, 5);
    assertThat(node.states(id))
        .endsWith(
            SubmissionState.MINED,
            SubmissionState.SENT,
            SubmissionState.MINED,
            SubmissionState.FINAL);
    assertThat(node.attempts(id)).hasSize(1);
  }

  @Test
  void saysThatItFailedWhereItFailed() {
    // Creates a contract that reverts once block 2 is there, and stops before.
    var order =
        new EthereumOrder(Optional.empty(), BigInteger.ZERO, "0x43600210600857005b60006000fd", "a");
    var outcome = node.writing().submissions().submit(order);
    assertThat(outcome).isInstanceOf(Kept.class);
    long id = ((Kept) outcome).submission().id();
    node.anvil().mine(2);
    node.round();
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.MINED);
    node.finish();
    node.isState(id, SubmissionState.REVERTED);
    assertThat(node.find(id).cost().orElseThrow()).isPositive();
  }

  @Test
  void haltsWhenSomebodyElseUsesTheKeyAndGoesOnWhenAskedTo() {
    long id = node.pay("a", 5);
    node.anvil().send(Map.of("to", WritingNode.BOB.text(), "value", "0x64"));
    node.anvil().mine(1);
    node.round();
    assertThat(node.submitter()).isEqualTo(State.HELD);
    assertThat(node.attempts(id)).isEmpty();
    node.finish();
    node.isState(id, SubmissionState.TAKEN);
    assertThat(node.submitter()).isEqualTo(State.HALTED);
    node.isRefused(WritingNode.payment("b", 1), EthereumRefusal.ETHEREUM_HALTED);
    assertThat(node.writing().submissions().resume()).isEmpty();
    node.round();
    node.isState(id, SubmissionState.SENT);
    assertThat(node.find(id).nonce()).isEqualTo(1);
    node.anvil().mine(1);
    node.round();
    ended(id, 105);
    assertThat(node.submitter()).isEqualTo(State.RUNNING);
  }

  @Test
  void losesNothingWhenItsNonceIsTakenAfterItWasSent() {
    long id = node.pay("a", 5);
    node.round();
    node.anvil().call("anvil_dropTransaction", node.attempts(id).getFirst().hash().toString());
    node.anvil().send(Map.of("to", WritingNode.BOB.text(), "value", "0x64", "nonce", "0x0"));
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.SENT);
    assertThat(node.submitter()).isEqualTo(State.HELD);
    node.finish();
    node.isState(id, SubmissionState.TAKEN);
    assertThat(node.writing().submissions().resume()).isEmpty();
    node.round();
    node.anvil().mine(1);
    node.round();
    ended(id, 105);
    assertThat(node.attempts(id)).extracting(SubmissionAttempt::nonce).containsExactly(0L, 1L);
  }

  @Test
  void writesDownWhatItResumedBeforeAnyRoundHadSeenIt() {
    long id = node.pay("a", 5);
    node.round();
    node.anvil().mine(1);
    node.anvil().send(Map.of("to", WritingNode.BOB.text(), "value", "0x64"));
    node.anvil().mine(1);
    node.isRefused(WritingNode.payment("b", 1), EthereumRefusal.ETHEREUM_HALTED);
    assertThat(node.writing().submissions().resume()).isEmpty();
    assertThat(
            node.get(JdbcClient.class)
                .sql("select why from ethereum_halts where lifted is not null")
                .query(String.class)
                .single())
        .contains("has sent 2 transactions");
    assertThat(node.find(node.pay("b", 1)).nonce()).isEqualTo(2);
    node.finish();
    node.isState(id, SubmissionState.FINAL);
    assertThat(node.submitter()).isEqualTo(State.RUNNING);
  }

  @Test
  void haltsWhenTheChainKnowsMoreTransactionsThanItHasMade() {
    node.pay("a", 5);
    node.round();
    node.anvil().mine(1);
    node.anvil().send(Map.of("to", WritingNode.BOB.text(), "value", "0x64"));
    node.anvil().mine(1);
    node.round();
    assertThat(node.submitter()).isEqualTo(State.HALTED);
    node.isRefused(WritingNode.payment("b", 1), EthereumRefusal.ETHEREUM_HALTED);
    assertThat(node.writing().submissions().resume()).isEmpty();
    long id = node.pay("b", 1);
    assertThat(node.find(id).nonce()).isEqualTo(2);
    node.round();
    node.anvil().mine(1);
    node.round();
    ended(id, 106);
  }

  @Test
  void takesNoNonceForLostThatIsItsOwn() {
    node.wire.rule(
        "eth_getTransactionReceipt", (method, call, real) -> Wiretap.result(call, "null"));
    long id = node.pay("a", 5);
    node.round();
    node.anvil().mine(1);
    node.round();
    assertThat(node.submitter()).isEqualTo(State.HELD);
    node.anvil().mine(5);
    node.round();
    node.isState(id, SubmissionState.SENT);
    assertThat(node.submitter()).isEqualTo(State.HELD);
    node.wire.rule(
        "eth_getTransactionReceipt",
        (method, call, real) -> Wiretap.error(call, -32_000, "no such index"));
    node.round();
    node.isState(id, SubmissionState.SENT);
    node.wire.rule(Wiretap.Rule.HONEST);
    node.round();
    ended(id, 5);
  }

  @Test
  void believesNoReceiptOfABlockThatDoesNotCount() {
    long id = node.pay("a", 5);
    node.round();
    node.anvil().mine(1);
    node.wire.rule(
        "eth_getTransactionReceipt",
        (method, call, real) -> {
          var text = real.get().toString();
          var hash = text.replaceAll(".*\"blockHash\":\"(0x[0-9a-f]{64})\".*", "$1");
          return Optional.of(
              new tools.jackson.databind.json.JsonMapper()
                  .readTree(text.replace(hash, "0x" + "cd".repeat(32))));
        });
    node.finish();
    node.isState(id, SubmissionState.SENT);
    node.wire.rule(
        "eth_getTransactionReceipt",
        (method, call, real) ->
            Optional.of(
                new tools.jackson.databind.json.JsonMapper()
                    .readTree(real.get().toString().replace("\"status\":\"0x1\",", ""))));
    node.round();
    node.isState(id, SubmissionState.MINED);
    assertThat(node.find(id).detail()).contains("does not say");
    node.wire.rule(Wiretap.Rule.HONEST);
    node.round();
    node.isState(id, SubmissionState.FINAL);
  }

  @Test
  void waitsForANodeThatIsAwayAndUsesNoneOfAnotherChain() {
    long id = node.pay("a", 5);
    node.wire.rule((method, call, real) -> Optional.empty());
    node.nextLook();
    node.round();
    assertThat(node.submitter()).isEqualTo(State.AWAY);
    node.isState(id, SubmissionState.ACCEPTED);
    node.clock.advance(60_000);
    node.wire.rule("eth_chainId", (method, call, real) -> Wiretap.result(call, "\"0x5\""));
    node.nextLook();
    node.round();
    assertThat(node.submitter()).isEqualTo(State.AWAY);
    node.isState(id, SubmissionState.ACCEPTED);
    assertThat(node.wire.count("eth_sendRawTransaction")).isZero();
    node.wire.rule(Wiretap.Rule.HONEST);
    node.nextLook();
    node.round();
    node.isState(id, SubmissionState.SENT);
    node.anvil().mine(1);
    node.round();
    ended(id, 5);
  }

  @Test
  void refusesWhatItCannotOrMustNotDo() {
    var rich = BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(10_000));
    node.isRefused(
        new EthereumOrder(Optional.of(WritingNode.BOB), rich, "0x", "a"),
        EthereumRefusal.ETHEREUM_FUNDS);
    node.isRefused(
        new EthereumOrder(Optional.of(WritingNode.BOB), BigInteger.TEN.pow(18), "0x", "a"),
        EthereumRefusal.ETHEREUM_DAILY_CAP);
    node.isRefused(
        new EthereumOrder(Optional.empty(), BigInteger.ZERO, "0x60006000fd", "a"),
        EthereumRefusal.ETHEREUM_REVERTS);
    node.begin();
    node.anvil().send(Map.of("to", WritingNode.BOB.text(), "value", "0x1"));
    node.isRefused(WritingNode.payment("a", 1), EthereumRefusal.ETHEREUM_ACCOUNT_BUSY);
    node.begin("--chain-id", "1");
    node.isRefused(WritingNode.payment("a", 1), EthereumRefusal.ETHEREUM_LOCKED);
    assertThat(node.wire.count("eth_sendRawTransaction")).isZero();
  }

  @Test
  void spendsNoMoreInADayThanItMay() {
    // Each reserves 26,250 gas at 100 gwei, and has used less when it is final.
    int kept = 0;
    while (node.writing().submissions().submit(WritingNode.payment("k" + kept, 1))
        instanceof Kept) {
      kept++;
    }
    assertThat(kept).isEqualTo(38);
    node.isRefused(WritingNode.payment("next", 1), EthereumRefusal.ETHEREUM_DAILY_CAP);
    for (int i = 0; i < 4; i++) {
      node.round();
      node.anvil().mine(1);
    }
    node.round();
    node.finish();
    assertThat(node.received()).isEqualTo(38);
    assertThat(node.writing().submitter().view().open()).isZero();
    node.pay("next", 1);
  }
}
