package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger that writes to a real chain through a {@link Wiretap}, as its clients see it. The
 * submitter works when a test says so, and nothing that is answered shows the key or signed bytes.
 */
final class SubmittingServer implements AutoCloseable {

  /** Where it is asked. */
  static final String API = "/api/v1/ethereum";

  /** Who is paid. */
  static final String BOB = TestKeys.wallet(7).shown();

  private static final List<String> TABLES =
      List.of(
          "ethereum_changes",
          "ethereum_attempts",
          "ethereum_submissions",
          "ethereum_halts",
          "ethereum_signers",
          "ethereum_chain");

  final TestClock clock;
  final Wiretap wire;
  final HttpNode node;
  private final Time begin = Time.of(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
  private final List<String> answers = new ArrayList<>();
  private @Nullable Anvil anvil;

  private SubmittingServer(TestDatabase.Kind kind, Map<String, String> more) throws IOException {
    clock = new TestClock(begin);
    wire = new Wiretap(this::anvil);
    var settings = new HashMap<String, String>();
    settings.put("ETHEREUM_NODE_URI", wire.url());
    settings.put("ETHEREUM_POLL", "1s");
    settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
    settings.put("ETHEREUM_FEE_CAP", "10000000000");
    settings.putAll(more);
    node =
        HttpNode.start(
            TestDatabase.of(kind),
            BlockFixture.OPERATOR,
            BlockFixture.genesis(draft -> draft.intervalMillis = 1),
            settings,
            context -> {
              context.registerBean(
                  "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
              context.addBeanFactoryPostProcessor(
                  beans -> ((BeanDefinitionRegistry) beans).removeBeanDefinition("submitterTimer"));
            });
  }

  static SubmittingServer on(TestDatabase.Kind kind, Map<String, String> more) throws IOException {
    return new SubmittingServer(kind, more);
  }

  /** Begins anew, with a new chain. */
  void begin(String... more) {
    end();
    wire.rule((method, call, real) -> Optional.empty());
    TABLES.forEach(table -> node.node().get(JdbcClient.class).sql("delete from " + table).update());
    nextLook();
    assertThat(chain().view().state()).isEqualTo(ChainView.State.AWAY);
    clock.set(begin);
    answers.clear();
    wire.rule(Wiretap.Rule.HONEST);
    var options =
        new ArrayList<>(
            List.of(
                "--no-mining",
                "--slots-in-an-epoch",
                "1",
                "--timestamp",
                Long.toString(begin.millis() / 1_000)));
    options.addAll(List.of(more));
    anvil = Anvil.start(options.toArray(String[]::new));
    assertThat(chain().view().state()).isEqualTo(ChainView.State.READY);
  }

  Anvil anvil() {
    return Optional.ofNullable(anvil).orElseThrow();
  }

  /** The node is looked at again, whatever was known. */
  void nextLook() {
    clock.advance(2_001);
  }

  private EthereumChain chain() {
    return node.node().get(EthereumAccess.class).ethereum().orElseThrow().chain();
  }

  /** Has the submitter look at everything once. */
  void round() {
    node.node()
        .get(EthereumAccess.class)
        .ethereum()
        .flatMap(Ethereum::writing)
        .orElseThrow()
        .submitter()
        .round();
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
