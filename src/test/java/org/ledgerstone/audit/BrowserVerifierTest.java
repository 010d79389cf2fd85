package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.AnchorFixture;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.tools.NeedsTool;

/** The page's check takes every proof that holds, and none in which anything is altered. */
@NeedsTool("node")
@TestInstance(Lifecycle.PER_CLASS)
class BrowserVerifierTest {

  private static final int BLOCKS = 9;

  private final List<SealedBlock> growing = ProofChains.growing(BLOCKS);
  private final List<SealedBlock> mixed = ProofChains.mixed();
  private BrowserVerifier browser;

  @BeforeAll
  void start() {
    browser = BrowserVerifier.start();
  }

  @AfterAll
  void stop() {
    browser.close();
  }

  private static String[] options(List<SealedBlock> chain, int head) {
    return new String[] {
      "--head", chain.get(head - 1).hash().toString(),
      "--genesis", chain.getFirst().hash().toString(),
      "--operator", BlockFixture.OPERATOR.address().shown()
    };
  }

  private void holds(Object proof, String... options) {
    assertThat(browser.verify(proof, options).failed()).as(proof.toString()).isEmpty();
  }

  private void noneOf(Map<String, Object> proof, String... options) {
    var alterations = Alterations.of(proof);
    assertThat(alterations).hasSizeGreaterThan(100);
    for (var altered : alterations) {
      assertThat(browser.verify(altered.proof(), options).ok()).as(altered.what()).isFalse();
    }
  }

  @Test
  void takesWhatTheServiceWrites() {
    var chain = ProofFixture.chain();
    var length = chain.blocks().size();
    var head = chain.head().hash().toString();
    for (int index = 1; index <= length; index++) {
      for (int at = 0; at < chain.blocks().get(index - 1).transactions().size(); at++) {
        holds(ProofJson.write(ProofFixture.inclusion(chain, index, at, length)), "--head", head);
      }
      holds(ProofJson.write(ProofFixture.consistency(chain, index, length)), "--head", head);
    }
  }

  @Test
  void takesEveryPlaceInBlocksAndHistories() {
    for (int head = 2; head <= BLOCKS; head++) {
      for (int block = 2; block <= head; block++) {
        var proof = ProofFile.inclusion(growing, block, head % (block - 1), head);
        holds(proof, options(growing, head));
        proof.put("position", block - 1);
        assertThat(browser.verify(proof, options(growing, head)).ok()).isFalse();
      }
    }
  }

  @Test
  void takesEveryKindAndNoneThatIsAltered() {
    var kinds = new ArrayList<String>();
    for (int position = 0; position < mixed.get(1).transactions().size(); position++) {
      var proof = ProofFile.inclusion(mixed, 2, position, position % 3 + 2);
      holds(proof, options(mixed, position % 3 + 2));
      noneOf(proof, options(mixed, position % 3 + 2));
      kinds.add(mixed.get(1).transactions().get(position).content().getClass().getSimpleName());
    }
    assertThat(kinds)
        .containsExactly("Reward", "Transfer", "Transfer", "Transfer", "Post", "Post", "Post");
  }

  @Test
  void takesWhatGenesisGaveOutAndNoneThatIsAltered() {
    for (int position = 0; position < 2; position++) {
      var proof = ProofFile.inclusion(mixed, 1, position, position + 1);
      holds(proof, options(mixed, position + 1));
      noneOf(proof, options(mixed, position + 1));
    }
  }

  @Test
  void takesEveryTwoHeadsOfOneChainAndNoneThatIsAltered() {
    for (int second = 1; second <= BLOCKS; second++) {
      for (int first = 1; first <= second; first++) {
        var known = growing.get(first - 1).hash().toString();
        var head = growing.get(second - 1).hash().toString();
        var proof = ProofFile.consistency(growing, first, second);
        holds(proof, "--head", head, "--first", known);
        if (first == 4 && second % 2 == 0) {
          noneOf(proof, "--head", head, "--first", known);
        }
      }
    }
  }

  @Test
  void readsWhereAHeadIsAnchored() {
    var chain = ProofFixture.chain();
    var proof = ProofFixture.inclusion(chain, 5, 1, 9);
    var head = chain.head().hash().toString();
    var kept = AnchorFixture.inContract(AnchorFixture.anchored(proof));
    for (var evidence : List.of(kept, AnchorFixture.inTransaction())) {
      holds(ProofJson.write(proof, Optional.of(evidence)), "--head", head);
    }
  }
}
