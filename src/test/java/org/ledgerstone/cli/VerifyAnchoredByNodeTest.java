package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.ethereum.AnvilAnchors;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorFixture;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.InclusionProof;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify-proof} with a node of Ethereum in the place of a head. */
@NeedsTool(Anvil.TOOL)
@TestInstance(Lifecycle.PER_CLASS)
class VerifyAnchoredByNodeTest {

  private static final String BY = Anvil.RICH.address().shown();

  @TempDir private Path directory;
  private final InclusionProof proof = ProofFixture.inclusion(ProofFixture.chain(), 5, 1, 9);
  private Terminal terminal;
  private Anvil anvil;
  private Address contract;
  private AnchorEvidence alone;
  private AnchorEvidence kept;

  @BeforeAll
  void start() {
    anvil = Anvil.start("--slots-in-an-epoch", "1");
    var anchors = new AnvilAnchors(anvil);
    var head = AnchorFixture.anchored(proof);
    contract = anchors.deploy();
    alone = anchors.evidence(anchors.anchor(head), head, Optional.empty());
    kept = anchors.evidence(anchors.anchor(contract, head), head, Optional.of(contract));
    anvil.mine(3);
  }

  @AfterAll
  void stop() {
    anvil.close();
  }

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline();
  }

  private Terminal.Said verify(AnchorEvidence evidence, String url, String... more)
      throws IOException {
    var file = new JsonMapper().writeValueAsString(ProofJson.write(proof, Optional.of(evidence)));
    Files.writeString(directory.resolve("proof.json"), file);
    var words = new ArrayList<>(List.of("verify-proof", "proof.json", "--ethereum-rpc", url));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  /** As providers hand URLs out; the terminal looks that the secret is shown nowhere. */
  private String secretUrl() {
    return anvil.url() + "/" + Terminal.SECRET;
  }

  @Test
  void believesTheNodeOfATransaction() throws IOException {
    var said = verify(alone, anvil.url(), "--anchored-by", BY);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("The proof holds.")
        .contains("the head that " + BY + " has anchored")
        .contains("in the transaction " + alone.transaction())
        .contains("final by the word of " + anvil.url() + ".")
        .doesNotContain("is who has to anchor")
        .doesNotContain("one of Ethereum's");
    said = verify(alone, anvil.url());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("Not shown: that " + BY + " is who has to anchor this ledger");
  }

  @Test
  void believesTheNodeOfAContract() throws IOException {
    var said = verify(kept, anvil.url(), "--contract", contract.shown(), "--anchored-by", BY);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("in the contract " + contract.shown());
    var json = verify(kept, anvil.url(), "--json", "--contract", contract.shown()).json();
    assertThat(json.path("ethereum").path("chainId").asLong()).isEqualTo(Anvil.CHAIN_ID);
    assertThat(json.path("ethereum").path("counts").asString()).startsWith("final by the word");
  }

  private void fails(Terminal.Said said, String why) {
    assertThat(said.code()).as(said.out()).isEqualTo(1);
    assertThat(said.err()).contains("ANCHOR_FAILS").contains(why);
    assertThat(said.out()).doesNotContain("holds");
  }

  @Test
  void refusesWhatTheNodeDoesNotConfirm() throws IOException {
    var alice = BlockFixture.ALICE.address().shown();
    fails(verify(alone, anvil.url(), "--anchored-by", alice), "It is by " + BY);
    fails(verify(alone, anvil.url(), "--contract", contract.shown()), "transaction alone");
    fails(verify(kept, anvil.url()), "--contract says which one");
    fails(verify(kept, anvil.url(), "--contract", alice), "in the contract");
    var invented = AnchorFixture.inTransaction();
    fails(verify(invented, anvil.url()), "chain 31337, not on 1");
    var elsewhere =
        new AnchorEvidence(
            Anvil.CHAIN_ID,
            alone.by(),
            invented.transaction(),
            2,
            alone.blockHash(),
            Optional.empty());
    fails(verify(elsewhere, anvil.url()), "knows no block with the transaction");
    try (var young = Anvil.start()) {
      var anchors = new AnvilAnchors(young);
      var head = AnchorFixture.anchored(proof);
      var evidence = anchors.evidence(anchors.anchor(head), head, Optional.empty());
      fails(verify(evidence, young.url()), "is not final yet");
    }
  }

  @Test
  void tellsThatTheNodeIsAwayWithoutItsSecret() throws IOException {
    try (var gone = Anvil.start()) {
      gone.close();
      var said = verify(alone, gone.url() + "/" + Terminal.SECRET);
      assertThat(said.code()).as(said.out()).isEqualTo(3);
      assertThat(said.err()).contains("The node " + gone.url() + " cannot be asked.");
    }
    verify(alone, secretUrl());
    verify(alone, secretUrl(), "--depth", "x");
    verify(alone, "ftp://" + Terminal.SECRET);
    verify(alone, secretUrl(), secretUrl());
    var said = verify(alone, anvil.url(), "--ethereum", secretUrl());
    assertThat(said.code()).isEqualTo(2);
    said = verify(alone, anvil.url(), "http://u:" + Terminal.SECRET + "@127.0.0.1");
    assertThat(said.err()).contains("http://127.0.0.1");
    verify(alone, "ftp://" + Terminal.SECRET, "--depth", "-1", "--verbose");
  }
}
