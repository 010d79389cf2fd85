package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitOutcome.Refused;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger that writes to a real chain through a {@link Wiretap}, round by round as a test says.
 * Its chain mines only when told to, and finalizes a block as soon as two follow it.
 */
final class WritingNode implements AutoCloseable {

  /** Who is paid. */
  static final Address BOB = TestKeys.wallet(7);

  /** How long a transaction waits before more is offered, and a little. */
  static final long RAISE_MILLIS = 30_001;

  /** A new chain begins so much later than the last one was left: nothing of that counts still. */
  private static final long STEP_MILLIS = 600_000;

  private static final String[] TABLES = {
    "trusted_anchor",
    "ethereum_anchors",
    "ethereum_changes",
    "ethereum_attempts",
    "ethereum_submissions",
    "ethereum_halts",
    "ethereum_signers",
    "ethereum_chain"
  };

  final TestClock clock;
  final Wiretap wire;
  private final TestNode node;
  private @Nullable Anvil anvil;

  private WritingNode(TestDatabase database, Map<String, String> more) throws IOException {
    var begin = Time.of(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    clock = new TestClock(begin);
    wire = new Wiretap(this::anvil);
    var settings = new HashMap<String, String>();
    settings.put("ETHEREUM_NODE_URI", wire.url());
    settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
    settings.put("ETHEREUM_RAISE_AFTER", "30s");
    settings.putAll(ledger());
    settings.putAll(more);
    node =
        TestNode.startWithoutWeb(
            database,
            settings,
            context ->
                context.registerBean(
                    "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
  }

  static WritingNode on(TestDatabase database, Map<String, String> more) throws IOException {
    return new WritingNode(database, more);
  }

  /** The ledger of all instances in these tests. */
  static Map<String, String> ledger() {
    return Map.of(
        "LEDGER_GENESIS", TestGenesis.file(new TestGenesis().build()).toString(),
        "WALLET_PRIVATE_KEY", TestKeys.key(1).secret());
  }

  /** Begins anew, with a new chain. */
  void begin(String... more) {
    end();
    wire.rule((method, call, real) -> Optional.empty());
    for (var table : TABLES) {
      node.get(JdbcClient.class).sql("delete from " + table).update();
    }
    nextLook();
    assertThat(ethereum().chain().view().state()).isEqualTo(ChainView.State.AWAY);
    wire.forget();
    var begin = clock.time().plusMillis(STEP_MILLIS);
    clock.set(begin);
    wire.rule(Wiretap.Rule.HONEST);
    var all =
        new ArrayList<>(
            List.of(
                "--no-mining",
                "--slots-in-an-epoch",
                "1",
                "--timestamp",
                Long.toString(begin.millis() / 1_000)));
    all.addAll(List.of(more));
    anvil = Anvil.start(all.toArray(String[]::new));
  }

  /** The node is looked at again, whatever was known. */
  void nextLook() {
    clock.advance(2_001);
  }

  Anvil anvil() {
    return Optional.ofNullable(anvil).orElseThrow();
  }

  <T> T get(Class<T> type) {
    return node.get(type);
  }

  private Ethereum ethereum() {
    return node.get(EthereumAccess.class).ethereum().orElseThrow();
  }

  Writing writing() {
    return ethereum().writing().orElseThrow();
  }

  static EthereumOrder payment(String key, long wei) {
    return new EthereumOrder(Optional.of(BOB), BigInteger.valueOf(wei), "0x", key);
  }

  /** Orders a payment, which has to be kept. */
  long pay(String key, long wei) {
    var outcome = writing().submissions().submit(payment(key, wei));
    assertThat(outcome).isInstanceOf(Kept.class);
    return ((Kept) outcome).submission().id();
  }

  void isRefused(EthereumOrder order, EthereumRefusal code) {
    var outcome = writing().submissions().submit(order);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  void round() {
    writing().round();
  }

  /** Makes a block of the ledger, which may be empty but for its reward. */
  void seal() {
    clock.advance(1);
    assertThat(get(Sealing.class).seal("", Companion.none()))
        .isInstanceOf(SealOutcome.Sealed.class);
  }

  EthereumSubmission find(long id) {
    return writing().submissions().find(id).orElseThrow();
  }

  List<SubmissionAttempt> attempts(long id) {
    return writing().submissions().attempts(id);
  }

  /** The states that it has been through. */
  List<SubmissionState> states(long id) {
    return writing().submissions().changes(id).stream().map(SubmissionChange::state).toList();
  }

  void isState(long id, SubmissionState state) {
    assertThat(find(id).state()).as(find(id).toString()).isEqualTo(state);
  }

  SubmitterView.State submitter() {
    return writing().submitter().view().state();
  }

  /** What Bob has received. */
  long received() {
    return new BigInteger(
            anvil().call("eth_getBalance", BOB.text(), "latest").stringValue().substring(2), 16)
        .longValueExact();
  }

  /** How many transactions of the account stand in blocks. */
  long used() {
    return Long.decode(
        anvil()
            .call("eth_getTransactionCount", Anvil.RICH.address().text(), "latest")
            .stringValue());
  }

  /** Mines until what is mined now is final, and looks. */
  void finish() {
    anvil().mine(3);
    round();
  }

  private void end() {
    if (anvil != null) {
      anvil.close();
    }
  }

  @Override
  public void close() {
    node.close();
    end();
    wire.close();
  }
}
