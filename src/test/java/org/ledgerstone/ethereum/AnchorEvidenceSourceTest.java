package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ethereum.AlteredAnvil.Alteration;
import org.ledgerstone.ethereum.AnchorEvidenceSource.Mined;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Proven;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Real nodes' answers become evidence that holds; of answers that show nothing, none is made. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class AnchorEvidenceSourceTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Hash LEDGER = Hash.ofText("ledger");
  private static final AnchorCalldata HEAD = head(7);

  private Anvil anvil;
  private AnvilAnchors anchors;
  private Address contract;
  private Word transaction;
  private Mined mined;
  private byte[] header;

  private static AnchorCalldata head(long index) {
    return new AnchorCalldata(LEDGER, index, Hash.ofText("head " + index));
  }

  @BeforeAll
  void start() {
    anvil = Anvil.start();
    anchors = new AnvilAnchors(anvil);
    contract = anchors.deploy();
    transaction = anchors.anchor(contract, HEAD);
    mined = anchors.mined(transaction, HEAD, Optional.of(contract));
    header = got(AnvilAnchors.at(anvil.url()).header(mined.blockHash())).orElseThrow();
    anchors.anchor(contract, head(8));
  }

  @AfterAll
  void stop() {
    anvil.close();
  }

  private static <T> T got(NodeAnswer<T> answer) {
    assertThat(answer).isInstanceOf(Got.class);
    return ((Got<T>) answer).value();
  }

  private static NodeAnswer<AnchorEvidence> collected(String url, Mined anchor) {
    return new AnchorEvidenceSource(AnvilAnchors.at(url)).collect(anchor);
  }

  private static void isShown(AnchorEvidence evidence, AnchorCalldata head) {
    assertThat(evidence.judge(head, evidence.blockHash())).isInstanceOf(Proven.Shown.class);
  }

  /** Headers have had more fields from fork to fork. */
  @ParameterizedTest
  @ValueSource(strings = {"london", "paris", "shanghai", "cancun", "prague"})
  void showsAnAnchorOfEveryFork(String fork) {
    try (var old = Anvil.start("--hardfork", fork)) {
      var there = new AnvilAnchors(old);
      var where = there.deploy();
      there.anchor(where, head(1));
      var second = there.anchor(where, HEAD);
      there.anchor(where, head(8));
      var evidence = there.evidence(second, HEAD, Optional.of(where));
      isShown(evidence, HEAD);
      assertThat(evidence.chainId()).isEqualTo(Anvil.CHAIN_ID);
      assertThat(evidence.by()).isEqualTo(Anvil.RICH.address());
      assertThat(evidence.transaction()).isEqualTo(second);
      assertThat(evidence.blockNumber()).isEqualTo(3);
      assertThat(evidence.inContract().orElseThrow().contract()).isEqualTo(where);
    }
  }

  /** The index of the event counts through the block, not the transaction. */
  @Test
  void namesTheEventAndTakesTheNewestOfABlockOnly() {
    try (var waiting = Anvil.start("--no-mining", "--order", "fifo")) {
      var there = new AnvilAnchors(waiting);
      waiting.call("evm_setAutomine", true);
      var where = there.deploy();
      waiting.call("evm_setAutomine", false);
      var first = there.send(where, HEAD);
      var second = there.send(where, head(8));
      waiting.mine(1);
      var evidence = there.evidence(second, head(8), Optional.of(where));
      isShown(evidence, head(8));
      assertThat(evidence.inContract().orElseThrow().log()).isEqualTo(1);
      var superseded = there.mined(first, HEAD, Optional.of(where));
      assertThat(superseded.blockHash()).isEqualTo(evidence.blockHash());
      isAway(collected(waiting.url(), superseded), "HEAD_WRONG");
    }
  }

  private static void isAway(NodeAnswer<AnchorEvidence> answer, String why) {
    assertThat(answer)
        .isInstanceOfSatisfying(Away.class, away -> assertThat(away.why()).contains(why));
  }

  @Test
  void asksNothingForATransactionAlone() {
    var alone = anchors.anchor(HEAD);
    var known = anchors.mined(alone, HEAD, Optional.empty());
    var node = new FakeNode(Instant.EPOCH);
    var evidence = got(new AnchorEvidenceSource(node).collect(known));
    assertThat(evidence.inContract()).isEmpty();
    assertThat(evidence.transaction()).isEqualTo(alone);
    assertThat(node.asked).isEmpty();
  }

  @Test
  void makesNoneOfAnotherAnchor() {
    isAway(collected(anvil.url(), with(head(8), mined.by(), contract)), "tells of no anchor");
    var alice = BlockFixture.ALICE.address();
    isAway(collected(anvil.url(), with(HEAD, alice, contract)), "tells of no anchor");
    isAway(collected(anvil.url(), with(HEAD, mined.by(), alice)), "tells of no anchor");
    isAway(collected(anvil.url(), with(HEAD, new Address("users:a"), contract)), "named account");
    var nowhere =
        new Mined(
            HEAD, 1, mined.by(), mined.contract(), transaction, mined.blockNumber(), Word.ZERO);
    isAway(collected(anvil.url(), nowhere), "knows no block");
    var unknown = new Mined(HEAD, 1, mined.by(), mined.contract(), Word.ZERO, 2, mined.blockHash());
    isAway(collected(anvil.url(), unknown), "tells of no anchor");
    var misnumbered =
        new Mined(
            HEAD,
            1,
            mined.by(),
            mined.contract(),
            transaction,
            mined.blockNumber() + 1,
            mined.blockHash());
    isAway(collected(anvil.url(), misnumbered), "does not show the anchor");
  }

  private Mined with(AnchorCalldata head, Address by, Address where) {
    return new Mined(
        head,
        mined.chainId(),
        by,
        Optional.of(where),
        transaction,
        mined.blockNumber(),
        mined.blockHash());
  }

  private NodeAnswer<AnchorEvidence> altered(Map<String, Alteration> alterations)
      throws IOException {
    try (var liar = AlteredAnvil.of(anvil, alterations)) {
      return collected(liar.url(), mined);
    }
  }

  private static ObjectNode copy(JsonNode result) {
    return (ObjectNode) result.deepCopy();
  }

  private static Alteration without(String field) {
    return (call, result) -> copy(result).without(field);
  }

  private static JsonNode flipped(JsonNode nodes) {
    var changed = MAPPER.createArrayNode();
    for (var node : nodes) {
      var text = node.stringValue();
      changed.add(text.substring(0, text.length() - 1) + (text.endsWith("1") ? "2" : "1"));
    }
    return changed;
  }

  @Test
  void makesNoneOfStateThatShowsNothing() throws IOException {
    isAway(
        altered(
            Map.of(
                "eth_getProof",
                (call, result) ->
                    copy(result).set("accountProof", flipped(result.get("accountProof"))))),
        "NODE_HASH_WRONG");
    isAway(
        altered(
            Map.of(
                "eth_getProof",
                (call, result) -> copy(result).set("accountProof", MAPPER.createArrayNode()))),
        "NODE_MISSING");
    isAway(
        altered(
            Map.of(
                "eth_getProof",
                (call, result) -> copy(result).set("storageProof", MAPPER.createArrayNode()))),
        "a proof of each slot");
    isAway(altered(Map.of("eth_getProof", without("accountProof"))), "accountProof");
    isAway(altered(Map.of("eth_getProof", without("storageProof"))), "storageProof");
    isAway(altered(Map.of("eth_getTransactionReceipt", without("logs"))), "logs");
  }

  @Test
  void makesNoneOfWhatIsTooLarge() throws IOException {
    var nodes = MAPPER.createArrayNode();
    for (int i = 0; i <= AnchorEvidence.NODES_MAX; i++) {
      nodes.add("0xc0");
    }
    isAway(
        altered(Map.of("eth_getProof", (call, result) -> copy(result).set("accountProof", nodes))),
        "too large");
  }

  @Test
  void takesAWholeHeaderWhereTheFieldsAreNotEnough() throws IOException {
    Alteration raw =
        (call, none) ->
            call.get("params").get(0).stringValue().equals(mined.blockHash().toString())
                ? MAPPER.valueToTree("0x" + HexFormat.of().formatHex(header))
                : MAPPER.nullNode();
    for (var field : List.of("requestsHash", "stateRoot", "nonce")) {
      var fields = without(field);
      isShown(got(altered(Map.of("eth_getBlockByHash", fields, "debug_getRawHeader", raw))), HEAD);
      isAway(altered(Map.of("eth_getBlockByHash", fields)), "does not make up its header");
      isAway(
          altered(
              Map.of(
                  "eth_getBlockByHash",
                  fields,
                  "debug_getRawHeader",
                  (call, none) -> MAPPER.valueToTree("0xc0"))),
          "the header of the block");
    }
  }

  @Test
  void readsWhatWasTold() {
    var logs = got(AnvilAnchors.at(anvil.url()).logs(transaction)).orElseThrow();
    assertThat(logs).hasSize(1);
    assertThat(logs.getFirst().contract()).isEqualTo(contract);
    assertThat(logs.getFirst().topics()).hasSize(3);
    assertThat(got(AnvilAnchors.at(anvil.url()).logs(Word.ZERO))).isEmpty();
  }
}
