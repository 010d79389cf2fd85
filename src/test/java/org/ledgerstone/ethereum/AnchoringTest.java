package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.Proofs;
import org.ledgerstone.ethereum.Anchor.Status;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Head;
import org.ledgerstone.ledger.TrustedAnchor;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.Proven;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Heads of a ledger come to stand on a real chain, and what shows it is kept. */
@NeedsTool(Anvil.TOOL)
@ParameterizedClass
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
class AnchoringTest {

  /** Where the first contract of the rich account comes to be. */
  private static final String CONTRACT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

  private static final int BLOCKS = 3;
  private static final long PAUSE_MILLIS = 30_001;

  /** How it is anchored, and where the ledger is kept. */
  enum Way {
    CALLDATA_H2(TestDatabase.Kind.H2, false),
    CONTRACT_H2(TestDatabase.Kind.H2, true),
    CONTRACT_POSTGRESQL(TestDatabase.Kind.POSTGRESQL, true);

    private final TestDatabase.Kind kind;
    private final boolean isContract;

    Way(TestDatabase.Kind kind, boolean isContract) {
      this.kind = kind;
      this.isContract = isContract;
    }
  }

  @Parameter private Way way;

  private WritingNode node;

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("LEDGER_ANCHOR_EVERY_BLOCKS", Integer.toString(BLOCKS));
    if (way.isContract) {
      settings.put("LEDGER_ANCHOR_CONTRACT", CONTRACT);
    }
    node = WritingNode.on(TestDatabase.of(way.kind), settings);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  @BeforeEach
  void begin() throws IOException {
    node.begin();
    deploy();
    for (int i = 0; i < BLOCKS; i++) {
      node.seal();
    }
  }

  private void deploy() throws IOException {
    var text = Files.readString(Path.of("contracts/LedgerstoneAnchor.json"));
    var code = new JsonMapper().readTree(text).get("bytecode").stringValue();
    node.anvil().send(Map.of("data", code));
    node.anvil().mine(1);
  }

  private Head head() {
    return node.get(Chain.class).head();
  }

  private List<Anchor> anchors() {
    return node.get(AnchorBook.class).before(Long.MAX_VALUE, 100);
  }

  private Anchor only() {
    assertThat(anchors()).hasSize(1);
    return anchors().getFirst();
  }

  private AnchorCalldata anchored() {
    return new AnchorCalldata(node.get(RuleBook.class).ledger(), only().index(), only().hash());
  }

  /** Signs and sends; the next round sees what was mined. */
  private void send() {
    node.round();
    node.round();
    node.anvil().mine(1);
    node.round();
  }

  @Test
  void anchorsTheHeadAndKeepsWhatShowsIt() {
    var head = head();
    node.round();
    assertThat(only().index()).isEqualTo(head.index());
    assertThat(only().hash()).isEqualTo(head.hash());
    assertThat(only().status()).isEqualTo(Status.PENDING);
    node.round();
    node.anvil().mine(1);
    node.round();
    assertThat(only().status()).isEqualTo(Status.MINED);
    assertThat(node.get(AnchorBook.class).of(head.hash())).isEmpty();
    node.finish();
    assertThat(only().status()).isEqualTo(Status.FINAL);

    var evidence = node.get(AnchorBook.class).of(head.hash()).orElseThrow();
    assertThat(evidence.by()).isEqualTo(Anvil.RICH.address());
    assertThat(evidence.chainId()).isEqualTo(Anvil.CHAIN_ID);
    assertThat(evidence.inContract().isPresent()).isEqualTo(way.isContract);
    if (way.isContract) {
      assertThat(evidence.judge(anchored(), evidence.blockHash())).isInstanceOf(Proven.Shown.class);
    }
    var sent = node.anvil().call("eth_getTransactionByHash", evidence.transaction().toString());
    assertThat(sent.get("blockHash").stringValue()).isEqualTo(evidence.blockHash().toString());
    if (way.isContract) {
      assertThat(sent.get("to").stringValue()).isEqualToIgnoringCase(CONTRACT);
    } else {
      var input = HexFormat.of().parseHex(sent.get("input").stringValue().substring(2));
      assertThat(AnchorCalldata.decode(input)).contains(anchored());
      assertThat(sent.get("to")).isEqualTo(sent.get("from"));
    }
  }

  @Test
  void provesATransactionFromTheLowestAnchorThatHoldsIt() {
    var reward = node.get(Chain.class).transactions(head().index()).getFirst().transaction().id();
    send();
    node.finish();
    for (int i = 0; i < BLOCKS; i++) {
      node.seal();
    }
    send();
    node.finish();
    assertThat(anchors()).hasSize(2).allMatch(anchor -> anchor.status() == Status.FINAL);
    var proofs = node.get(Proofs.class);
    var proof = proofs.anchored(reward);
    assertThat(proof.head().hash()).isEqualTo(anchors().getLast().hash());
    assertThat(proofs.evidence(proof)).isPresent();
  }

  @Test
  void waitsForSoManyBlocksAndHasOneUnderWay() {
    send();
    for (int i = 0; i < BLOCKS; i++) {
      node.seal();
      node.round();
    }
    assertThat(anchors()).as("one under way").hasSize(1);
    node.finish();
    node.round();
    assertThat(anchors()).as("that one has ended").hasSize(2);
    assertThat(anchors().getFirst().index()).isEqualTo(head().index());
    send();
    node.finish();
    node.seal();
    node.round();
    node.seal();
    node.round();
    assertThat(anchors()).as("two blocks").hasSize(2);
    node.seal();
    node.round();
    assertThat(anchors()).as("three blocks").hasSize(3);
  }

  @Test
  void isPendingAgainWhenItsBlockIsReplaced() {
    send();
    assertThat(only().status()).isEqualTo(Status.MINED);
    node.anvil().call("anvil_reorg", 1, List.of());
    node.round();
    assertThat(only().status()).isEqualTo(Status.PENDING);
    assertThat(node.get(TrustedAnchor.class).index()).isEmpty();
    send();
    node.finish();
    assertThat(only().status()).isEqualTo(Status.FINAL);
    assertThat(node.get(AnchorBook.class).of(head().hash())).isPresent();
  }

  @Test
  void holdsFastToWhatIsAnchoredForGood() {
    send();
    node.round();
    assertThat(node.get(TrustedAnchor.class).index()).isEmpty();
    node.finish();
    node.round();
    assertThat(node.get(TrustedAnchor.class).index()).hasValue(only().index());
  }

  @Test
  void holdsFastToNothingThatTheAnchorContradicts() {
    send();
    node.get(JdbcClient.class)
        .sql("update ethereum_anchors set block_hash = ?")
        .param("0".repeat(64))
        .update();
    node.finish();
    node.round();
    assertThat(only().status()).isEqualTo(Status.FINAL);
    assertThat(node.get(TrustedAnchor.class).index()).isEmpty();
    assertThat(node.get(AnchorBook.class).isOnChain(only())).isFalse();
    assertThat(node.get(AnchorBook.class).lowestFrom(1)).isEmpty();
  }

  @Test
  void collectsWhatShowsItLaterWhereTheNodeWouldNotSayIt() {
    send();
    node.wire.rule(
        "eth_getProof", (method, call, real) -> Wiretap.error(call, -32_601, "no such method"));
    node.finish();
    assertThat(only().status()).isEqualTo(Status.FINAL);
    assertThat(node.get(AnchorBook.class).of(head().hash()).isPresent()).isEqualTo(!way.isContract);
    node.wire.rule(Wiretap.Rule.HONEST);
    node.round();
    assertThat(node.get(AnchorBook.class).of(head().hash()).isPresent())
        .as("it pauses")
        .isEqualTo(!way.isContract);
    node.clock.advance(PAUSE_MILLIS);
    node.round();
    assertThat(node.get(AnchorBook.class).of(head().hash())).isPresent();
  }

  @Test
  void writesIntoNoOtherContract() {
    node.wire.rule("eth_getCode", (method, call, real) -> Wiretap.result(call, "\"0x60006000\""));
    node.round();
    assertThat(anchors().isEmpty()).isEqualTo(way.isContract);
    node.wire.rule(Wiretap.Rule.HONEST);
    node.clock.advance(PAUSE_MILLIS);
    node.round();
    assertThat(anchors()).hasSize(1);
  }
}
