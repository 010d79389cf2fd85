package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.audit.ProofChains.hash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** The verifier of one page takes every proof that holds, and none whose meaning is altered. */
@NeedsTool({"node", "src/test/node/node_modules/ethers"})
@TestInstance(Lifecycle.PER_CLASS)
class PageVerifierTest {

  private static final int BLOCKS = 17;
  private static final String OPERATOR = BlockFixture.OPERATOR.address().shown();

  private final List<SealedBlock> growing = ProofChains.growing(BLOCKS);
  private final List<SealedBlock> mixed = ProofChains.mixed();
  @TempDir private Path folder;
  private PageVerifier page;

  @BeforeAll
  void start() {
    page = PageVerifier.start();
  }

  @AfterAll
  void stop() {
    page.close();
  }

  private void holds(Map<String, Object> proof, List<SealedBlock> chain, int head) {
    assertThat(page.fault(proof, hash(chain, head), OPERATOR)).as("%s", proof).isEmpty();
  }

  /** A number as 1.0 is the same to JavaScript, and a member more is not looked at. */
  private static boolean isAnotherForm(Alterations.Altered altered) {
    return altered.what().endsWith(".0") || altered.what().contains("extra=1");
  }

  private void noneOf(Map<String, Object> proof, List<SealedBlock> chain, int head) {
    var alterations = new ArrayList<>(Alterations.of(proof));
    alterations.removeIf(PageVerifierTest::isAnotherForm);
    assertThat(alterations).hasSizeGreaterThan(100);
    for (var altered : alterations) {
      assertThat(page.fault(altered.proof(), hash(chain, head), OPERATOR))
          .as(altered.what())
          .isNotEmpty();
    }
  }

  @Test
  void takesEveryKindAndNoneThatIsAltered() {
    var held = mixed.get(1).transactions();
    assertThat(held.stream().map(each -> each.content().getClass().getSimpleName()))
        .containsExactly("Reward", "Transfer", "Transfer", "Transfer", "Post", "Post", "Post");
    for (int position = 0; position < held.size(); position++) {
      int head = position % 3 + 2;
      holds(ProofFile.inclusion(mixed, 2, position, head), mixed, head);
      noneOf(ProofFile.inclusion(mixed, 2, position, head), mixed, head);
    }
    for (int position = 0; position < 4; position++) {
      holds(ProofFile.inclusion(mixed, 1, position, position + 1), mixed, position + 1);
      noneOf(ProofFile.inclusion(mixed, 1, position, position + 1), mixed, position + 1);
    }
  }

  @Test
  void takesEveryPlaceInBlocksAndHistories() {
    for (int head = 2; head <= BLOCKS; head++) {
      for (int block = 2; block <= head; block++) {
        var proof = ProofFile.inclusion(growing, block, head % (block - 1), head);
        holds(proof, growing, head);
        for (int other : List.of(block - 1, head % (block - 1) - 1)) {
          proof.put("position", other);
          assertThat(page.fault(proof, hash(growing, head))).isNotEmpty();
        }
      }
    }
  }

  @Test
  void takesEveryTwoHeadsAndNoneThatAreAltered() {
    for (int second = 1; second <= BLOCKS; second++) {
      for (int first = 1; first <= second; first++) {
        holds(ProofFile.consistency(growing, first, second), growing, second);
      }
    }
    for (var pair : List.of(List.of(2, 3), List.of(4, 4), List.of(4, 11))) {
      int second = pair.getLast();
      noneOf(ProofFile.consistency(growing, pair.getFirst(), second), growing, second);
    }
    var reversed = ProofFile.consistency(growing, 5, 9);
    reversed.put("first", reversed.get("second"));
    reversed.put("second", ProofFile.block(growing.get(4)));
    assertThat(page.fault(reversed, hash(growing, 5))).contains("does not come after");
  }

  /** Of the same length, from the third block on by another miner. */
  @Test
  void takesNoTwoHeadsOfDifferentChains() {
    var chain = new ChainInMemory(BlockFixture.genesis());
    growing.subList(1, 3).forEach(chain::accept);
    while (chain.blocks().size() < BLOCKS) {
      chain.accept(chain.next().by(BlockFixture.ALICE).block());
    }
    for (int first = 4; first < 7; first++) {
      for (int second = first; second < 9; second++) {
        var proof = ProofFile.consistency(growing, first, second);
        proof.put("first", ProofFile.block(chain.blocks().get(first - 1)));
        assertThat(page.fault(proof, hash(growing, second))).isNotEmpty();
      }
    }
  }

  /** Where nobody names the operator, it says who signed. */
  @Test
  void isCalledAsItSays() throws Exception {
    var proof = ProofFile.inclusion(mixed, 2, 3, 4);
    assertThat(said(0, proof, hash(mixed, 4))).contains("Not shown: that", "treasury", "It holds");
    assertThat(said(0, proof, hash(mixed, 4), OPERATOR)).doesNotContain("Not shown");
    assertThat(said(1, proof, hash(mixed, 4), BlockFixture.ALICE.address().text()))
        .contains("not signed by its owner")
        .doesNotContain("It holds");
    assertThat(said(1, proof, hash(mixed, 3))).contains("another head");
    assertThat(run(2, List.of("proof.json"))).contains("Usage");
    var seed = ProofFile.inclusion(mixed, 2, 2, 4);
    assertThat(said(0, seed, hash(mixed, 4))).contains("Not shown: that the sender meant");
    var noText = Files.write(folder.resolve("no-text.json"), new byte[] {'"', (byte) 0xff, '"'});
    assertThat(run(1, List.of(noText.toString(), hash(mixed, 4)))).contains("utf-8");
    var head = ProofFixture.chain().head().hash().toString().toUpperCase(Locale.ROOT);
    for (var name : List.of("inclusion.json", "consistency.json", "anchored.json")) {
      assertThat(run(0, List.of("docs/verify/" + name, head))).contains("It holds");
    }
  }

  /** What is sealed and no transaction: with hashes and signatures made by ethers. */
  @Test
  void takesNothingThatAMinerForges() throws Exception {
    var builder = new ProcessBuilder("node", "--test", "src/test/node/forged-page.mjs");
    builder.environment().put("PAGE", PageVerifier.installed().toString());
    assertThat(run(0, builder)).containsPattern("# pass [1-9]").contains("# fail 0");
  }

  private String said(int status, Map<String, Object> proof, String... words) throws Exception {
    var file = Files.write(folder.resolve("proof.json"), new JsonMapper().writeValueAsBytes(proof));
    return run(status, Stream.concat(Stream.of(file.toString()), Stream.of(words)).toList());
  }

  private static String run(int status, List<String> words) throws Exception {
    var command = new ArrayList<>(List.of("node", PageVerifier.installed().toString()));
    command.addAll(words);
    return run(status, new ProcessBuilder(command));
  }

  private static String run(int status, ProcessBuilder builder) throws Exception {
    var process = builder.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return said;
  }
}
