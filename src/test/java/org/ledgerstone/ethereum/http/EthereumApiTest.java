package org.ledgerstone.ethereum.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The calls about Ethereum, with a real node that also goes away, changes and falls behind. */
@NeedsTool(Anvil.TOOL)
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class EthereumApiTest {

  private static final String SECRET = "a-secret-of-the-owner";
  private static final String API = "/api/v1/ethereum";
  private static final String BOB = TestKeys.wallet(7).shown();
  private static final long KNOWN_MILLIS = 2_001;

  @Parameter private TestDatabase.Kind kind;

  /** Block 0 of two anvils is the same if both begin at one time. */
  private final Time begin = Time.of(Instant.ofEpochSecond(Instant.now().getEpochSecond()));

  private final TestClock clock = new TestClock(begin);
  private final String[] options = {
    "--slots-in-an-epoch", "1", "--timestamp", Long.toString(begin.millis() / 1_000)
  };
  private Anvil anvil;
  private HttpNode node;

  @BeforeParameterizedClassInvocation
  void start() {
    anvil = Anvil.start(options);
    node = start(Map.of());
    anvil.close();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  /** A new chain, which the node has never met. */
  @BeforeEach
  void begin() {
    anvil = Anvil.startAt(anvil.port(), options);
    clock.set(begin);
    node.node().get(JdbcClient.class).sql("delete from ethereum_chain").update();
    get(""); // Whatever was seen while there was no chain is forgotten.
  }

  private HttpNode start(Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("ETHEREUM_NODE_URI", "http://127.0.0.1/?apikey=" + SECRET);
    settings.put("ETHEREUM_NODE_PORT", Integer.toString(anvil.port()));
    settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
    settings.putAll(more);
    return HttpNode.start(
        TestDatabase.of(kind),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        settings,
        context ->
            context.registerBean(
                "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
  }

  @AfterEach
  void end(CapturedOutput output) {
    anvil.close();
    assertThat(output.getAll()).doesNotContain(SECRET, Anvil.RICH.secret().substring(2));
  }

  private Reply get(String path) {
    var reply = node.get(API + path);
    assertThat(reply.body()).doesNotContain(SECRET, Anvil.RICH.secret().substring(2));
    return reply;
  }

  private Reply isState(String state) {
    clock.advance(KNOWN_MILLIS);
    var reply = get("").with(200);
    assertThat(reply.text("state")).as(reply.body()).isEqualTo(state);
    return reply;
  }

  private void isRefused(String code) {
    for (var path :
        List.of("/accounts/" + BOB, "/blocks/latest", "/transactions/0x" + "ab".repeat(32))) {
      var reply = get(path).isProblem(503, code);
      assertThat(reply.header("Retry-After")).isPresent();
    }
  }

  @Test
  void saysHowTheNodeIs() {
    anvil.sendIntoABlock(Map.of("to", BOB, "value", "0x5"));
    var found = isState("READY");
    assertThat(found.json())
        .containsEntry("configured", true)
        .containsEntry("node", "http://127.0.0.1:" + anvil.port())
        .containsEntry("chainId", (int) Anvil.CHAIN_ID)
        .containsEntry("syncing", false)
        .doesNotContainKeys("detail", "expectedChainId");
    assertThat(found.text("client")).startsWith("anvil/");
    assertThat(found.object("head")).containsOnlyKeys("number", "hash", "time");
    assertThat(found.object("head")).containsEntry("number", 1);
    assertThat(found.object("finalized")).containsEntry("hash", found.text("genesis"));
    var wallet = found.object("wallet");
    assertThat(wallet)
        .containsEntry("address", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
        .containsEntry("nonce", 1)
        .containsEntry("pendingNonce", 1);
    assertThat((String) wallet.get("balance")).matches("99999[0-9]{17}");
  }

  @Test
  void readsAccountsAndBlocks() {
    anvil.sendIntoABlock(Map.of("to", BOB, "value", "0xde0b6b3a7640001"));
    var lower = get("/accounts/" + TestKeys.wallet(7).text()).with(200);
    assertThat(lower.json())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "address", BOB, "balance", "1000000000000000001", "nonce", 0, "pendingNonce", 0));
    var block = get("/blocks/1").with(200);
    assertThat(block.json())
        .containsEntry("number", 1)
        .containsEntry("transactionCount", 1)
        .containsEntry("gasUsed", "21000")
        .containsKeys("hash", "parentHash", "time", "gasLimit", "baseFeePerGas");
    assertThat(get("/blocks/latest").with(200).text("hash")).isEqualTo(block.text("hash"));
    assertThat(get("/blocks/finalized").with(200).text("hash"))
        .isEqualTo(get("/blocks/0").with(200).text("hash"))
        .isEqualTo(block.text("parentHash"));
    get("/blocks/safe").with(200);
    get("/blocks/2").isProblem(404, "NOT_FOUND");
    get("/blocks/9223372036854775807").isProblem(404, "NOT_FOUND");
  }

  @Test
  void readsATransactionUntilItIsFinal() {
    anvil.call("evm_setAutomine", false);
    var hash = anvil.send(Map.of("to", BOB, "value", "0x5"));
    var waiting = get("/transactions/" + hash).with(200);
    assertThat(waiting.json())
        .containsEntry("hash", hash)
        .containsEntry("from", Anvil.RICH.address().shown())
        .containsEntry("to", BOB)
        .containsEntry("value", "5")
        .containsEntry("nonce", 0)
        .containsEntry("input", "0x")
        .containsEntry("final", false)
        .doesNotContainKey("receipt");
    anvil.mine(1);
    var mined = get("/transactions/" + hash.toUpperCase().replace("0X", "0x")).with(200);
    assertThat(mined.json()).containsEntry("final", false);
    assertThat(mined.object("receipt"))
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("gasUsed", "21000")
        .containsKeys("block", "effectiveGasPrice")
        .doesNotContainKey("contractAddress");
    anvil.mine(2);
    assertThat(get("/transactions/" + hash).with(200).json()).containsEntry("final", true);
    get("/transactions/0x" + "ab".repeat(32)).isProblem(404, "NOT_FOUND");
  }

  @Test
  void refusesWhatIsMalformed() {
    for (var address : List.of("0x12", "treasury", BOB.toLowerCase().replace("0x", ""), "0x")) {
      get("/accounts/" + address).isProblem(400, "ADDRESS_INVALID");
    }
    get("/accounts/0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92267").isProblem(400, "ADDRESS_INVALID");
    for (var block :
        List.of("-1", "01", "0x1", "pending", "earliest", "LATEST", "9223372036854775808", "1.0")) {
      get("/blocks/" + block).isProblem(400, "MALFORMED");
    }
    for (var hash : List.of("0x12", "ab".repeat(32), "0x" + "ag".repeat(32), "latest")) {
      get("/transactions/" + hash).isProblem(400, "MALFORMED");
    }
    node.post(API, "{}").isProblem(405, "METHOD_NOT_ALLOWED");
  }

  @Test
  void noticesThatTheNodeGoesAwayAndComesBack() {
    isState("READY");
    anvil.close();
    isRefused("ETHEREUM_AWAY");
    assertThat(isState("AWAY").json())
        .containsEntry("detail", "The node cannot be reached.")
        .containsEntry("wallet", Map.of("address", Anvil.RICH.address().shown()))
        .doesNotContainKeys("chainId", "head");
    anvil = Anvil.startAt(anvil.port(), options);
    isState("READY");
    get("/accounts/" + BOB).with(200);
  }

  @Test
  void usesNoNodeOfAnotherChain() {
    var genesis = isState("READY").text("genesis");
    anvil.close();
    var other = new String[] {"--chain-id", "5", options[2], options[3]};
    anvil = Anvil.startAt(anvil.port(), other);
    isRefused("ETHEREUM_OTHER_CHAIN");
    assertThat(isState("OTHER_CHAIN").json())
        .containsEntry("chainId", 5)
        .containsEntry("expectedChainId", (int) Anvil.CHAIN_ID)
        .containsEntry("expectedGenesis", genesis)
        .doesNotContainKey("head");
    anvil.close();
    anvil = Anvil.startAt(anvil.port(), "--timestamp", Long.toString(begin.millis() / 1_000 - 9));
    var otherGenesis = isState("OTHER_CHAIN");
    assertThat(otherGenesis.json())
        .containsEntry("chainId", (int) Anvil.CHAIN_ID)
        .containsEntry("expectedGenesis", genesis);
    assertThat(otherGenesis.text("genesis")).isNotEqualTo(genesis);
    node.restart();
    isState("OTHER_CHAIN");
  }

  @Test
  void usesNoNodeThatIsBehind() {
    isState("READY");
    clock.advance(300_000);
    isState("BEHIND");
    isRefused("ETHEREUM_BEHIND");
    assertThat(isState("BEHIND").object("head")).containsEntry("number", 0);
    anvil.call("evm_setNextBlockTimestamp", clock.time().millis() / 1_000);
    anvil.mine(1);
    isState("READY");
    get("/blocks/latest").with(200);
  }

  @Test
  void usesNoOtherChainThanTheOneOfTheSettings() {
    var usual = node;
    try (var other = start(Map.of("ETHEREUM_CHAIN_ID", "1"))) {
      node = other;
      assertThat(isState("OTHER_CHAIN").json())
          .containsEntry("expectedChainId", 1)
          .doesNotContainKey("expectedGenesis");
      isRefused("ETHEREUM_OTHER_CHAIN");
    } finally {
      node = usual;
    }
  }
}
