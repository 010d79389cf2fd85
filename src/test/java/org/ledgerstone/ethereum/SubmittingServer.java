package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger that writes to a {@link WiredChain}, as its clients see it. The submitter works when a
 * test says so, and nothing that is answered shows the key or signed bytes.
 */
final class SubmittingServer implements AutoCloseable {

  /** Where it is asked. */
  static final String API = "/api/v1/ethereum";

  /** Who is paid. */
  static final String BOB = TestKeys.wallet(7).shown();

  /** Of its ledger. */
  static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);

  private final WiredChain chain = new WiredChain();
  final TestClock clock = chain.clock;
  final Wiretap wire = chain.wire;
  final HttpNode node;
  private final List<String> answers = new ArrayList<>();

  private SubmittingServer(TestDatabase database, Map<String, String> more) throws IOException {
    var settings = new HashMap<>(chain.settings());
    settings.put("ETHEREUM_FEE_CAP", "10000000000");
    settings.putAll(more);
    node =
        HttpNode.start(
            database,
            BlockFixture.OPERATOR,
            GENESIS,
            settings,
            context -> {
              chain.setClock(context);
              context.addBeanFactoryPostProcessor(
                  beans -> ((BeanDefinitionRegistry) beans).removeBeanDefinition("submitterTimer"));
            });
  }

  static SubmittingServer on(TestDatabase.Kind kind, Map<String, String> more) throws IOException {
    return on(TestDatabase.of(kind), more);
  }

  static SubmittingServer on(TestDatabase database, Map<String, String> more) throws IOException {
    return new SubmittingServer(database, more);
  }

  /** Begins anew, with a new chain. */
  void begin(String... more) {
    chain.begin(node.node(), more);
    answers.clear();
    assertThat(ethereum().chain().view().state()).isEqualTo(ChainView.State.READY);
  }

  Anvil anvil() {
    return chain.anvil();
  }

  /** The node is looked at again, whatever was known. */
  void nextLook() {
    chain.nextLook();
  }

  private Ethereum ethereum() {
    return node.node().get(EthereumAccess.class).ethereum().orElseThrow();
  }

  /** Has the submitter look at everything once. */
  void round() {
    ethereum().writing().orElseThrow().submitter().round();
  }

  Reply get(String path, String... headers) {
    return kept(node.get(API + path, headers));
  }

  Reply post(String path, Object body, String... headers) {
    return kept(node.post(API + path, body, headers));
  }

  private Reply kept(Reply reply) {
    answers.add(reply.body());
    return reply;
  }

  /** The body that orders a payment. */
  static Map<String, Object> payment(String key, String wei) {
    return Map.of("to", BOB, "value", wei, "idempotencyKey", key);
  }

  /** Orders a payment, which has to be kept; its id. */
  long pay(String key, String wei) {
    var reply = post("/transactions", payment(key, wei)).with(202);
    return ((Number) reply.json().get("id")).longValue();
  }

  /** One submission. */
  Reply one(long id) {
    return get("/submissions/" + id).with(200);
  }

  /** Checks that neither answers nor the log show what only nodes and the database may have. */
  void hasShownNothing(String log) {
    var secrets = new ArrayList<>(List.of(Anvil.RICH.secret().substring(2)));
    secrets.addAll(
        node
            .node()
            .get(JdbcClient.class)
            .sql("select raw from ethereum_attempts")
            .query(String.class)
            .list()
            .stream()
            .map(raw -> raw.substring(4, raw.length() - 4))
            .toList());
    assertThat(log).doesNotContain(secrets);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain(secrets));
  }

  @Override
  public void close() {
    node.close();
    chain.close();
  }
}
