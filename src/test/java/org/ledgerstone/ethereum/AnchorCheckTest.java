package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.ethereum.AlteredAnvil.Alteration;
import org.ledgerstone.ethereum.AnchorCheck.Answer;
import org.ledgerstone.ethereum.AnchorCheck.Answer.Stands;
import org.ledgerstone.ethereum.AnchorCheck.Answer.StandsNot;
import org.ledgerstone.ethereum.AnchorCheck.Answer.Unanswered;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.node.ObjectNode;

/** What a real node says of anchors that stand, of those that do not, and when it lies. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class AnchorCheckTest {

  private static final Hash LEDGER = Hash.ofText("ledger");
  private static final AnchorCalldata HEAD = new AnchorCalldata(LEDGER, 7, Hash.ofText("head"));
  private static final AnchorCalldata OTHER = new AnchorCalldata(LEDGER, 8, Hash.ofText("head"));
  private static final OptionalLong NO_DEPTH = OptionalLong.empty();

  private Anvil anvil;
  private AnvilAnchors anchors;
  private Address contract;
  private AnchorEvidence alone;
  private AnchorEvidence kept;
  private AnchorEvidence young;

  @BeforeAll
  void start() {
    anvil = Anvil.start("--slots-in-an-epoch", "1");
    anchors = new AnvilAnchors(anvil);
    contract = anchors.deploy();
    alone = anchors.evidence(anchors.anchor(HEAD), HEAD, Optional.empty());
    kept = anchors.evidence(anchors.anchor(contract, HEAD), HEAD, Optional.of(contract));
    anvil.mine(3);
    young = anchors.evidence(anchors.anchor(OTHER), OTHER, Optional.empty());
    anvil.mine(1);
  }

  @AfterAll
  void stop() {
    anvil.close();
  }

  private static Answer asked(
      String url, AnchorEvidence evidence, AnchorCalldata head, OptionalLong depth) {
    return AnchorCheck.at(url).orElseThrow().of(evidence, head, depth);
  }

  private Answer asked(AnchorEvidence evidence, AnchorCalldata head) {
    return asked(anvil.url(), evidence, head, NO_DEPTH);
  }

  private static void isNot(Answer answer, String why) {
    assertThat(answer)
        .isInstanceOfSatisfying(StandsNot.class, not -> assertThat(not.why()).contains(why));
  }

  @Test
  void saysWhatStands() {
    for (var evidence : List.of(alone, kept)) {
      assertThat(asked(evidence, HEAD))
          .isInstanceOfSatisfying(
              Stands.class,
              stands -> {
                assertThat(stands.isFinalized()).isTrue();
                assertThat(stands.time().getEpochSecond()).isEqualTo(seconds(evidence));
              });
    }
  }

  private long seconds(AnchorEvidence evidence) {
    var block = anvil.call("eth_getBlockByHash", evidence.blockHash().toString(), false);
    return NodeJson.number(block.get("timestamp"));
  }

  @Test
  void saysThatItIsAnotherHeadOrAccount() {
    isNot(asked(alone, OTHER), "is no anchor of this head");
    isNot(asked(kept, OTHER), "contract held block 7");
    var alice = BlockFixture.ALICE.address();
    isNot(
        asked(with(alone, 31_337, alice, alone.transaction()), HEAD), "is no anchor of this head");
    isNot(asked(with(kept, 31_337, alice, kept.transaction()), HEAD), "contract fails");
    isNot(asked(with(alone, 1, alone.by(), alone.transaction()), HEAD), "chain 31337, not on 1");
    isNot(asked(with(alone, 31_337, alone.by(), Word.ZERO), HEAD), "knows no block");
    isNot(asked(with(alone, 31_337, alone.by(), kept.transaction()), HEAD), "stands in block 3");
  }

  @Test
  void saysThatItStandsInAnotherBlock() {
    for (var evidence : List.of(alone, kept)) {
      isNot(asked(in(evidence, evidence.blockNumber(), Word.ZERO), HEAD), "stands in block");
      long next = evidence.blockNumber() + 1;
      isNot(asked(in(evidence, next, evidence.blockHash()), HEAD), "stands in block");
    }
  }

  private static AnchorEvidence in(AnchorEvidence other, long number, Word hash) {
    return new AnchorEvidence(
        other.chainId(), other.by(), other.transaction(), number, hash, other.inContract());
  }

  private static AnchorEvidence with(
      AnchorEvidence other, long chainId, Address by, Word transaction) {
    return new AnchorEvidence(
        chainId, by, transaction, other.blockNumber(), other.blockHash(), other.inContract());
  }

  /** The input of a call to somebody else, or a transaction that failed, is no anchor. */
  @Test
  void saysThatItIsNoAnchorAtAll() {
    var hex = HexFormat.of();
    var toBob =
        Map.of(
            "to", BlockFixture.BOB.address().text(), "data", "0x" + hex.formatHex(HEAD.encode()));
    var paid = Word.parse(anvil.send(toBob)).orElseThrow();
    isNot(asked(evidence(paid), HEAD), "is no anchor of this head");
    var bobs = with(evidence(paid), Anvil.CHAIN_ID, BlockFixture.BOB.address(), paid);
    isNot(asked(bobs, HEAD), "is no anchor of this head");
    var plain = Map.of("to", Anvil.RICH.address().text(), "data", "0x4c534131");
    isNot(asked(evidence(Word.parse(anvil.send(plain)).orElseThrow()), HEAD), "is no anchor");
    var reverting = Map.of("data", "0x63deadbeef6000526004601cfd", "gas", "0x186a0");
    var failed = Word.parse(anvil.send(reverting)).orElseThrow();
    isNot(asked(evidence(failed), HEAD), "has the status REVERTED");
  }

  private AnchorEvidence evidence(Word transaction) {
    var hash = transaction.toString();
    Patience.until("the transaction is in a block", () -> anvil.receipt(hash).isPresent());
    var receipt = anvil.receipt(hash).orElseThrow();
    return new AnchorEvidence(
        Anvil.CHAIN_ID,
        Anvil.RICH.address(),
        transaction,
        NodeJson.number(receipt.get("blockNumber")),
        NodeJson.hash(receipt.get("blockHash")),
        Optional.empty());
  }

  @Test
  void saysThatTheEventIsAnother() {
    var it = kept.inContract().orElseThrow();
    var misnamed =
        new InContract(
            it.contract(),
            it.log() + 1,
            it.header(),
            it.accountNodes(),
            it.indexNodes(),
            it.headNodes());
    var evidence =
        new AnchorEvidence(
            kept.chainId(),
            kept.by(),
            kept.transaction(),
            kept.blockNumber(),
            kept.blockHash(),
            Optional.of(misnamed));
    isNot(asked(evidence, HEAD), "tells of no such anchor as event 1");
  }

  @Test
  void saysThatItIsNotFinalYet() {
    try (var fresh = Anvil.start("--slots-in-an-epoch", "1")) {
      var there = new AnvilAnchors(fresh);
      var evidence = there.evidence(there.anchor(HEAD), HEAD, Optional.empty());
      fresh.mine(1);
      isNot(asked(fresh.url(), evidence, HEAD, NO_DEPTH), "Block 1 is not final yet");
      isNot(asked(fresh.url(), evidence, HEAD, OptionalLong.of(1)), "not final yet");
      fresh.mine(1);
      assertThat(asked(fresh.url(), evidence, HEAD, NO_DEPTH)).isInstanceOf(Stands.class);
    }
  }

  private static Alteration unlessFinalized() {
    return (call, result) ->
        call.get("params").get(0).stringValue().equals("finalized")
            ? AlteredAnvil.refusal()
            : result;
  }

  @Test
  void wantsADepthWhereNothingIsFinal() throws IOException {
    try (var old = AlteredAnvil.of(anvil, "eth_getBlockByNumber", unlessFinalized())) {
      isNot(asked(old.url(), young, OTHER, NO_DEPTH), "knows no finalized block");
      long follow = NodeJson.number(anvil.call("eth_blockNumber")) - young.blockNumber();
      assertThat(asked(old.url(), young, OTHER, OptionalLong.of(follow)))
          .isInstanceOfSatisfying(
              Stands.class, stands -> assertThat(stands.isFinalized()).isFalse());
      isNot(
          asked(old.url(), young, OTHER, OptionalLong.of(follow + 1)),
          "is not followed by " + (follow + 1));
    }
  }

  /** A receipt of a block that does not count any more. */
  @Test
  void looksWhichBlockCounts() throws IOException {
    Alteration another =
        (call, result) ->
            call.get("params").get(0).stringValue().startsWith("0x")
                ? ((ObjectNode) result.deepCopy()).put("hash", Word.ZERO.toString())
                : result;
    try (var fork = AlteredAnvil.of(anvil, "eth_getBlockByNumber", another)) {
      isNot(asked(fork.url(), alone, HEAD, NO_DEPTH), "Another block is number 2");
      isNot(asked(fork.url(), kept, HEAD, NO_DEPTH), "Another block is number 3");
    }
  }

  @Test
  void tellsWhoCannotBeAskedWithoutItsSecrets() throws IOException {
    var secret = "a-secret-of-the-owner";
    var check = AnchorCheck.at("http://127.0.0.1:1/v3/" + secret).orElseThrow();
    assertThat(check.node()).isEqualTo("http://127.0.0.1:1");
    assertThat(check.of(alone, HEAD, NO_DEPTH))
        .isInstanceOfSatisfying(
            Unanswered.class, none -> assertThat(none.why()).doesNotContain(secret));
    try (var refusing =
        AlteredAnvil.of(anvil, "eth_chainId", (call, result) -> AlteredAnvil.refusal())) {
      assertThat(asked(refusing.url(), alone, HEAD, NO_DEPTH)).isInstanceOf(Unanswered.class);
    }
    for (var url : List.of("", "ftp://127.0.0.1", "127.0.0.1:8545", "http://", "http://u:p@h")) {
      assertThat(AnchorCheck.at(url)).as(url).isEmpty();
    }
  }
}
