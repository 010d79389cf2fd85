package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.ethereum.EthereumReceipt.Status;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real node is understood, and one that alters a real node's answers is not believed. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class Web3jNodeTest {

  private static final Duration TIME_MAX = Duration.ofSeconds(20);
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Address BOB = TestKeys.wallet(7);
  private static final Word NOBODYS = Word.parse("0x" + "ab".repeat(32)).orElseThrow();

  /** Stores 0xdeadbeef and reverts with it. */
  private static final String REVERTING = "0x63deadbeef6000526004601cfd";

  private Anvil anvil;
  private EthereumNode node;
  private Word payment;

  @BeforeAll
  void start() {
    anvil = Anvil.start("--slots-in-an-epoch", "1");
    node = at(anvil.url());
    payment =
        Word.parse(
                anvil.sendIntoABlock(
                    Map.of("to", BOB.text(), "value", "0xde0b6b3a7640001", "data", "0xc0ffee")))
            .orElseThrow();
    anvil.mine(3);
  }

  @AfterAll
  void stop() {
    anvil.close();
  }

  private static JsonRpc rpc(String url) {
    var address = NodeAddress.parse(url, OptionalInt.empty()).orElseThrow();
    return new JsonRpc(address, TIME_MAX, TIME_MAX);
  }

  private static EthereumNode at(String url) {
    return new Web3jNode(rpc(url));
  }

  private static <T> T got(NodeAnswer<T> answer) {
    assertThat(answer).isInstanceOf(Got.class);
    return ((Got<T>) answer).value();
  }

  @Test
  void namesItselfAndItsChain() {
    assertThat(got(node.client())).startsWith("anvil/");
    assertThat(got(node.chainId())).isEqualTo(Anvil.CHAIN_ID);
    assertThat(got(node.isSyncing())).isFalse();
  }

  @Test
  void saysWhatAnAccountHas() {
    assertThat(got(node.balance(BOB))).isEqualTo(new BigInteger("1000000000000000001"));
    assertThat(got(node.balance(TestKeys.wallet(8)))).isEqualTo(BigInteger.ZERO);
    assertThat(got(node.nonce(Anvil.RICH.address(), BlockTag.LATEST))).isEqualTo(1);
    assertThat(got(node.nonce(Anvil.RICH.address(), BlockTag.PENDING))).isEqualTo(1);
  }

  @Test
  void showsBlocks() {
    var first = got(node.block(BlockTag.number(0))).orElseThrow();
    var second = got(node.block(BlockTag.number(1))).orElseThrow();
    assertThat(first.number()).isZero();
    assertThat(first.parent()).isEqualTo(Word.ZERO);
    assertThat(second.parent()).isEqualTo(first.hash());
    assertThat(second.transactionCount()).isEqualTo(1);
    assertThat(second.gasUsed()).isGreaterThan(BigInteger.valueOf(21_000));
    assertThat(second.baseFee()).isPresent();
    assertThat(second.time()).isAfterOrEqualTo(first.time());
    assertThat(got(node.block(BlockTag.LATEST)).orElseThrow().number()).isEqualTo(4);
    assertThat(got(node.block(BlockTag.FINALIZED)).orElseThrow().number()).isEqualTo(2);
    assertThat(got(node.block(BlockTag.number(1_000_000)))).isEmpty();
  }

  @Test
  void showsATransactionAndWhatCameOfIt() {
    var transaction = got(node.transaction(payment)).orElseThrow();
    assertThat(transaction.from()).isEqualTo(Anvil.RICH.address());
    assertThat(transaction.to()).contains(BOB);
    assertThat(transaction.value()).isEqualTo(new BigInteger("1000000000000000001"));
    assertThat(transaction.nonce()).isZero();
    assertThat(transaction.input()).isEqualTo("0xc0ffee");
    var receipt = got(node.receipt(payment)).orElseThrow();
    var block = got(node.block(BlockTag.number(1))).orElseThrow();
    assertThat(receipt.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(receipt.blockNumber()).isEqualTo(1);
    assertThat(receipt.blockHash()).isEqualTo(block.hash());
    assertThat(receipt.gasUsed()).isEqualTo(block.gasUsed());
    assertThat(receipt.gasPrice()).isPresent();
    assertThat(receipt.contract()).isEmpty();
    assertThat(got(node.transaction(NOBODYS))).isEmpty();
    assertThat(got(node.receipt(NOBODYS))).isEmpty();
  }

  @Test
  void showsOneThatWaitsAndOneThatFails() {
    try (var waiting = Anvil.start("--no-mining")) {
      var other = at(waiting.url());
      var hash =
          Word.parse(waiting.send(Map.of("data", REVERTING, "gas", "0x186a0"))).orElseThrow();
      assertThat(got(other.transaction(hash)).orElseThrow().to()).isEmpty();
      assertThat(got(other.receipt(hash))).isEmpty();
      assertThat(got(other.nonce(Anvil.RICH.address(), BlockTag.LATEST))).isZero();
      assertThat(got(other.nonce(Anvil.RICH.address(), BlockTag.PENDING))).isEqualTo(1);
      waiting.mine(1);
      var receipt = got(other.receipt(hash)).orElseThrow();
      assertThat(receipt.status()).isEqualTo(Status.REVERTED);
    }
  }

  @Test
  void tellsWhatAContractSaidWhenItFailed() {
    var answer =
        rpc(anvil.url())
            .ask("eth_call", List.of(Map.of("data", REVERTING), "latest"), Function.identity());
    assertThat(answer)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(3);
              assertThat(refused.message()).contains("revert").doesNotContain("\u0000");
              assertThat(refused.data()).isEqualTo(Optional.of("0xdeadbeef"));
            });
  }

  /** A node that answers as the real one does, with one field changed; null takes it away. */
  private LyingNode altered(String method, String field, String value) throws IOException {
    return LyingNode.that((call, exchange) -> {
      var parameters = MAPPER.convertValue(call.get("params"), Object[].class);
      var name = call.get("method").stringValue();
      Object result = anvil.call(name, parameters);
      if (name.equals(method)) {
        result = altered((JsonNode) result, field, value);
      }
      var answer = Map.of("jsonrpc", "2.0", "id", call.get("id"), "result", result);
      LyingNode.say(200, MAPPER.writeValueAsString(answer), exchange);
    });
  }

  private static Map<String, Object> altered(JsonNode result, String field, String value) {
    var fields = new HashMap<String, Object>();
    result.properties().forEach(one -> fields.put(one.getKey(), one.getValue()));
    if (value == null) {
      fields.remove(field);
    } else {
      fields.put(field, MAPPER.readTree(value));
    }
    return fields;
  }

  @ParameterizedTest
  @CsvSource({
    "number, '\"0x2\"'",
    "number, ",
    "number, null",
    "hash, '\"0xab\"'",
    "parentHash, ",
    "timestamp, '\"0x3afff44181\"'",
    "timestamp, 5",
    "transactions, '{}'",
    "transactions, ",
    "gasUsed, '\"21000\"'",
    "gasLimit, '\"0x\"'",
    "baseFeePerGas, '\"-0x1\"'",
  })
  void believesNoBlockThatIsNone(String field, String value) throws IOException {
    try (var liar = altered("eth_getBlockByNumber", field, value)) {
      assertThat(at(liar.url()).block(BlockTag.number(1))).isInstanceOf(Away.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hash, '\"0xabababababababababababababababababababababababababababababababab\"'",
    "hash, ",
    "from, ",
    "from, '\"bob\"'",
    "to, '\"0x00\"'",
    "value, 1",
    "nonce, '\"0xffffffffffffffffff\"'",
    "gas, ",
    "input, '\"0x0\"'",
  })
  void believesNoTransactionThatIsNone(String field, String value) throws IOException {
    try (var liar = altered("eth_getTransactionByHash", field, value)) {
      assertThat(at(liar.url()).transaction(payment)).isInstanceOf(Away.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "transactionHash, '\"0xabababababababababababababababababababababababababababababababab\"'",
    "transactionHash, ",
    "blockNumber, null",
    "blockHash, ",
    "status, '\"0x2\"'",
    "status, '\"ok\"'",
    "status, true",
    "gasUsed, ",
    "contractAddress, '\"none\"'",
  })
  void believesNoReceiptThatIsNone(String field, String value) throws IOException {
    try (var liar = altered("eth_getTransactionReceipt", field, value)) {
      assertThat(at(liar.url()).receipt(payment)).isInstanceOf(Away.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"'\"0x1\"', SUCCEEDED", "'\"0x0\"', REVERTED", ", UNKNOWN", "null, UNKNOWN"})
  void takesNoStatusForNoSuccess(String value, Status status) throws IOException {
    try (var liar = altered("eth_getTransactionReceipt", "status", value)) {
      assertThat(got(at(liar.url()).receipt(payment)).orElseThrow().status()).isEqualTo(status);
    }
  }

  @Test
  void doesWithoutWhatOldChainsLack() throws IOException {
    try (var liar = altered("eth_getBlockByNumber", "baseFeePerGas", null)) {
      assertThat(got(at(liar.url()).block(BlockTag.number(1))).orElseThrow().baseFee()).isEmpty();
    }
  }
}
