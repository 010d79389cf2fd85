package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitOutcome.Refused;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;

/** A ledger that writes to a {@link WiredChain}, round by round as a test says. */
final class WritingNode implements AutoCloseable {

  /** Who is paid. */
  static final Address BOB = TestKeys.wallet(7);

  /** How long a transaction waits before more is offered, and a little. */
  static final long RAISE_MILLIS = 30_001;

  private final WiredChain chain = new WiredChain();
  final TestClock clock = chain.clock;
  final Wiretap wire = chain.wire;
  private final TestNode node;

  private WritingNode(TestDatabase database, Map<String, String> more) throws IOException {
    var settings = new HashMap<>(chain.settings());
    settings.put("ETHEREUM_RAISE_AFTER", "30s");
    settings.putAll(ledger());
    settings.putAll(more);
    node = TestNode.startWithoutWeb(database, settings, chain::setClock);
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
    chain.begin(node, more);
  }

  /** The node is looked at again, whatever was known. */
  void nextLook() {
    chain.nextLook();
  }

  Anvil anvil() {
    return chain.anvil();
  }

  <T> T get(Class<T> type) {
    return node.get(type);
  }

  Writing writing() {
    return get(EthereumAccess.class).ethereum().flatMap(Ethereum::writing).orElseThrow();
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

  SubmissionBook book() {
    return get(SubmissionBook.class);
  }

  EthereumSubmission find(long id) {
    return book().find(id).orElseThrow();
  }

  List<SubmissionAttempt> attempts(long id) {
    return book().attempts(id);
  }

  /** The states that it has been through. */
  List<SubmissionState> states(long id) {
    return book().changes(id).stream().map(SubmissionChange::state).toList();
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

  @Override
  public void close() {
    node.close();
    chain.close();
  }
}
