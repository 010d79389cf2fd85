package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorFixture;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.InclusionProof;
import org.ledgerstone.protocol.ProofFixture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code verify-proof} with a trusted block of Ethereum in the place of a head, offline. */
class VerifyAnchoredTest {

  private static final String CONTRACT = AnchorFixture.CONTRACT.shown();
  private static final String BY = AnchorFixture.BY.shown();

  @TempDir private Path directory;
  private Terminal terminal;
  private final ChainInMemory chain = ProofFixture.chain();
  private final String head = chain.head().hash().toString();
  private final InclusionProof proof = ProofFixture.inclusion(chain, 5, 1, 9);
  private final AnchorEvidence evidence = AnchorFixture.inContract(AnchorFixture.anchored(proof));
  private final String block = evidence.blockHash().toString();

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline();
  }

  private static String json(InclusionProof proof, AnchorEvidence evidence) {
    return new JsonMapper().writeValueAsString(ProofJson.write(proof, Optional.of(evidence)));
  }

  private String file() {
    return json(proof, evidence);
  }

  private Terminal.Said verify(String file, String... more) throws IOException {
    Files.writeString(directory.resolve("proof.json"), file);
    var words = new ArrayList<>(List.of("verify-proof", "proof.json"));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  @Test
  void holdsAgainstABlockOfEthereum() throws IOException {
    var said =
        verify(file(), "--ethereum-block", block, "--contract", CONTRACT, "--anchored-by", BY);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("The proof holds.")
        .contains("block 9 " + head)
        .contains("Against:   the head that " + BY + " has anchored")
        .contains("in the contract " + CONTRACT)
        .contains("as of Ethereum's block 23000001 " + block)
        .contains("of 2026-09-21T14:13:20Z, which you gave.")
        .contains("Not shown: that this block is one of Ethereum's")
        .doesNotContain("is who has to anchor");
  }

  @Test
  void saysWhoseAnchorItIsWhereNobodyHasSaidWhoseItShouldBe() throws IOException {
    var said = verify(file(), "--ethereum-block", block, "--contract", CONTRACT);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("Not shown: that " + BY + " is who has to anchor this ledger");
    var json = verify(file(), "--json", "--ethereum-block", block, "--contract", CONTRACT).json();
    assertThat(json.path("holds").asBoolean()).isTrue();
    assertThat(json.path("head").asString()).isEqualTo(head);
    assertThat(json.path("ethereum").path("by").asString()).isEqualTo(BY);
    assertThat(json.path("ethereum").path("blockHash").asString()).isEqualTo(block);
    assertThat(json.path("ethereum").path("contract").asString()).isEqualTo(CONTRACT);
    assertThat(json.path("notShown")).hasSize(5);
  }

  @Test
  void wantsBothWhereAHeadIsGivenToo() throws IOException {
    var words = new String[] {"--ethereum-block", block, "--contract", CONTRACT, "--head", head};
    var said = verify(file(), words);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("the head that you gave and " + BY + " has anchored");
    words[5] = chain.blocks().get(7).hash().toString();
    assertThat(verify(file(), words).err()).contains("PROOF_FAILS");
    words[5] = head;
    words[1] = "0x" + "0".repeat(64);
    assertThat(verify(file(), words).err()).contains("ANCHOR_FAILS");
  }

  private void fails(String file, String why, String... words) throws IOException {
    var said = verify(file, words);
    assertThat(said.code()).as(said.out()).isEqualTo(1);
    assertThat(said.err()).contains("ANCHOR_FAILS").contains(why);
    assertThat(said.out()).doesNotContain("holds");
  }

  @Test
  void refusesAnotherBlockContractOrAnchorer() throws IOException {
    var other = "0x" + "ab".repeat(32);
    var alice = BlockFixture.ALICE.address().shown();
    fails(file(), "trusted hash", "--ethereum-block", other, "--contract", CONTRACT);
    fails(file(), "in the contract " + CONTRACT, "--ethereum-block", block, "--contract", alice);
    fails(
        file(),
        "It is by " + BY,
        "--ethereum-block",
        block,
        "--contract",
        CONTRACT,
        "--anchored-by",
        alice);
  }

  @Test
  void refusesWhatTellsOfNoAnchorThatIsShown() throws IOException {
    var plain = new JsonMapper().writeValueAsString(ProofJson.write(proof));
    var words = new String[] {"--ethereum-block", block, "--contract", CONTRACT};
    fails(plain, "tells of no anchor", words);
    fails(json(proof, AnchorFixture.inTransaction()), "in a transaction alone", words);
    var later = ProofFixture.consistency(chain, 3, 9);
    fails(new JsonMapper().writeValueAsString(ProofJson.write(later)), "tells of no", words);
    var ofAnother = AnchorFixture.anchored(ProofFixture.inclusion(chain, 5, 1, 8));
    var moved = AnchorFixture.inContract(ofAnother);
    var hash = moved.blockHash().toString();
    fails(json(proof, moved), "another head", "--ethereum-block", hash, "--contract", CONTRACT);
    fails(json(proof, moved), "another head", "--head", head);
    var claimed = new AnchorCalldata(chain.blocks().get(1).hash(), 9, chain.head().hash());
    var ofAnotherLedger = AnchorFixture.inContract(claimed);
    fails(json(proof, ofAnotherLedger), "", "--head", head);
  }

  @Test
  void leavesTheAnchorOpenWhereNobodyAsks() throws IOException {
    for (var known : List.of(evidence, AnchorFixture.inTransaction())) {
      var said = verify(json(proof, known), "--head", head);
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out())
          .contains("Against:   the head that you gave.")
          .contains("Not shown: that Ethereum knows the head");
    }
  }

  @Test
  void makesNoSenseOfHalves() throws IOException {
    for (var words :
        List.of(
            List.of("--ethereum-block", block),
            List.of("--ethereum-block", "0x12", "--contract", CONTRACT),
            List.of("--ethereum-block", block.substring(2), "--contract", CONTRACT),
            List.of("--contract", CONTRACT, "--head", head),
            List.of("--anchored-by", BY, "--head", head),
            List.of("--depth", "5", "--head", head),
            List.of("--ethereum-block", block, "--contract", CONTRACT, "--depth", "5"),
            List.of("--ethereum-block", block, "--contract", CONTRACT, "--checkpoint", "x"),
            List.of("--ethereum-block", block, "--contract", CONTRACT, "--key", "x"),
            List.of("--ethereum-rpc", "http://127.0.0.1:1", "--depth", "-1"),
            List.of("--ethereum-rpc", "http://127.0.0.1:1", "--ethereum-block", block),
            List.of(
                "--ethereum-rpc",
                "http://127.0.0.1:1",
                "--ethereum-block",
                block,
                "--contract",
                CONTRACT),
            List.of("--ethereum-rpc", "ftp://127.0.0.1:1", "--contract", CONTRACT))) {
      var said = verify(file(), words.toArray(String[]::new));
      assertThat(said.code()).as("%s: %s", words, said.err()).isEqualTo(2);
    }
  }

  private interface Change {
    void make(ObjectNode member);
  }

  private void unreadable(String what, Change change) throws IOException {
    var changed = (ObjectNode) Json.read(file());
    change.make((ObjectNode) changed.get("ethereum"));
    var said = verify(changed.toString(), "--head", head);
    assertThat(said.code()).as("%s: %s", what, said.out()).isEqualTo(4);
    assertThat(said.err()).as(what).contains("ethereum.");
  }

  private static JsonNode value(Object value) {
    return new JsonMapper().valueToTree(value);
  }

  @Test
  void readsTheMemberStrictly() throws IOException {
    var member = (ObjectNode) Json.read(file()).get("ethereum");
    for (var name : member.propertyNames()) {
      unreadable("without " + name, it -> it.remove(name));
      for (var other : List.of(value(-1), value("x"), value(List.of("x")), value(true))) {
        unreadable(name + " = " + other, it -> it.set(name, other));
      }
      unreadable(name + " = null", it -> it.putNull(name));
    }
    unreadable("more", it -> it.put("more", 1));
    unreadable("more in the block", it -> ((ObjectNode) it.get("block")).put("more", 1));
    unreadable("another block", it -> ((ObjectNode) it.get("block")).put("number", 5));
    unreadable("2^53", it -> it.put("chainId", 1L << 53));
    unreadable("capitals", it -> it.put("by", BY));
    unreadable("a name", it -> it.put("contract", "users:alice"));
    unreadable("capitals in bytes", it -> it.put("header", it.get("header").asString() + "AB"));
    unreadable("half a byte", it -> it.put("header", it.get("header").asString() + "0"));
    for (var name : List.of("accountProof", "indexProof", "headProof")) {
      unreadable(name, it -> ((ArrayNode) it.get(name)).add("0x" + "00".repeat(1_025)));
      unreadable(
          name,
          it -> {
            var nodes = (ArrayNode) it.get(name);
            while (nodes.size() < 66) {
              nodes.add("0x");
            }
          });
    }
    unreadable("too large", it -> it.put("header", "0x" + "00".repeat(16_385)));
  }

  @Test
  void readsNoStateWithoutAContract() throws IOException {
    var plain = (ObjectNode) Json.read(json(proof, AnchorFixture.inTransaction()));
    var kept = (ObjectNode) Json.read(file()).get("ethereum");
    for (var name : List.of("log", "header", "accountProof", "indexProof", "headProof")) {
      var changed = plain.deepCopy();
      ((ObjectNode) changed.get("ethereum")).set(name, kept.get(name));
      assertThat(verify(changed.toString(), "--head", head).code()).as(name).isEqualTo(4);
    }
  }

  /** With any byte of the state altered, the file fails, whatever it is checked against. */
  @Test
  void refusesAnyAlteredState() throws IOException {
    for (var name : List.of("accountProof", "indexProof", "headProof")) {
      var changed = (ObjectNode) Json.read(file());
      var nodes = (ArrayNode) changed.get("ethereum").get(name);
      for (int i = 0; i < nodes.size(); i++) {
        var node = nodes.get(i).asString();
        nodes.set(i, node.substring(0, node.length() - 1) + (node.endsWith("1") ? "2" : "1"));
        fails(changed.toString(), "", "--head", head);
        fails(changed.toString(), "", "--ethereum-block", block, "--contract", CONTRACT);
        nodes.set(i, node);
      }
      assertThat(verify(changed.toString(), "--head", head).code()).isZero();
    }
  }
}
