package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.audit.ProofChains.hash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The second verifier takes every proof that holds, and none in which anything is altered. */
@NeedsTool("python3")
@TestInstance(Lifecycle.PER_CLASS)
class SecondVerifierTest {

  private static final Path VECTORS = Path.of("src/test/resources/vectors/protocol-1.json");

  /** Block i + 1 holds i transactions. */
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final int BLOCKS = 17;

  private final List<SealedBlock> growing = ProofChains.growing(BLOCKS + 1);
  private final List<SealedBlock> mixed = ProofChains.mixed();
  private SecondVerifier verifier;

  @BeforeAll
  void start() {
    verifier = SecondVerifier.start();
  }

  @AfterAll
  void stop() {
    verifier.close();
  }

  /** What the service hands out is what this verifier reads: two programs agree on the form. */
  @Test
  void takesWhatTheServiceWrites() {
    var chain = ProofFixture.chain();
    int length = chain.blocks().size();
    var head = chain.head().hash().toString();
    for (int index = 1; index <= length; index++) {
      for (int at = 0; at < chain.blocks().get(index - 1).transactions().size(); at++) {
        var proof = ProofJson.write(ProofFixture.inclusion(chain, index, at, length));
        var other = ProofFile.inclusion(chain.blocks(), index, at, length);
        assertThat(MAPPER.writeValueAsString(proof)).isEqualTo(MAPPER.writeValueAsString(other));
        var answer = verifier.verify(proof, "--head", head);
        assertThat(answer.status()).as(answer.said()).isZero();
      }
      var proof = ProofJson.write(ProofFixture.consistency(chain, index, length));
      var answer = verifier.verify(proof, "--head", head);
      assertThat(answer.status()).as(answer.said()).isZero();
    }
  }

  @Test
  void takesTheDocumentedExamples() throws IOException {
    var head = ProofFixture.chain().head().hash().toString();
    for (var file : List.of("inclusion.json", "consistency.json", "anchored.json")) {
      var bytes = Files.readAllBytes(SecondVerifier.SCRIPT.resolveSibling(file));
      assertThat(verifier.verify(bytes, "--head", head).status()).as(file).isZero();
    }
  }

  /** The options that leave nothing open. */
  private static String[] options(List<SealedBlock> chain, int head) {
    return new String[] {
      "--head",
      hash(chain, head),
      "--genesis",
      hash(chain, 1),
      "--operator",
      BlockFixture.OPERATOR.address().shown()
    };
  }

  private void holds(Object proof, String... options) {
    var answer = verifier.verify(proof, options);
    assertThat(answer.status()).as("%s: %s", proof, answer.said()).isZero();
    assertThat(answer.said()).endsWith("Everything holds.\n");
  }

  private String fails(Object proof, String... options) {
    var answer = verifier.verify(proof, options);
    assertThat(answer.status()).as("%s: %s", proof, answer.said()).isEqualTo(1);
    assertThat(answer.said()).contains("DOES NOT HOLD: ").doesNotContain("Everything holds");
    return answer.said().substring(answer.said().indexOf("DOES NOT HOLD: ") + 15).strip();
  }

  private void noneOf(List<Alterations.Altered> alterations, String... options) {
    assertThat(alterations).hasSizeGreaterThan(100);
    for (var altered : alterations) {
      var answer = verifier.verify(altered.proof(), options);
      assertThat(answer.status()).as("%s: %s", altered.what(), answer.said()).isEqualTo(1);
      assertThat(answer.said()).contains("DOES NOT HOLD: ");
    }
  }

  private static Map<String, Object> vectors() throws Exception {
    return new JsonMapper().readValue(Files.readString(VECTORS), new TypeReference<>() {});
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> vector() throws Exception {
    return (Map<String, Object>) vectors().get("proof");
  }

  private static final String VECTORS_HEAD =
      "0000abbcc6ae7df32139443bd2b85d55dc98aab096474d9013ba06c68be85a14";

  @Test
  void takesTheProofOfTheVectorsAndNoneThatIsAltered() throws Exception {
    holds(vector(), "--head", VECTORS_HEAD);
    noneOf(Alterations.of(vector()), "--head", VECTORS_HEAD);
  }

  @Test
  void takesEveryPlaceInBlocksAndHistoriesOfOneToSeventeen() {
    for (int head = 2; head <= BLOCKS + 1; head++) {
      for (int block = 2; block <= head; block++) {
        int position = head % (block - 1);
        holds(ProofFile.inclusion(growing, block, position, head), options(growing, head));
      }
    }
    for (int block = 2; block <= BLOCKS + 1; block++) {
      for (int position = 0; position < block - 1; position++) {
        var proof = ProofFile.inclusion(growing, block, position, BLOCKS + 1);
        holds(proof, options(growing, BLOCKS + 1));
        proof.put("position", position == 0 ? block : position - 1);
        fails(proof, options(growing, BLOCKS + 1));
      }
    }
  }

  @Test
  void takesEveryKindAndNoneThatIsAltered() {
    var kinds = new ArrayList<String>();
    for (int position = 0; position < mixed.get(1).transactions().size(); position++) {
      var proof = ProofFile.inclusion(mixed, 2, position, position % 3 + 2);
      holds(proof, options(mixed, position % 3 + 2));
      noneOf(Alterations.of(proof), options(mixed, position % 3 + 2));
      kinds.add(mixed.get(1).transactions().get(position).content().getClass().getSimpleName());
    }
    assertThat(kinds)
        .containsExactly("Reward", "Transfer", "Transfer", "Transfer", "Post", "Post", "Post");
  }

  @Test
  void takesWhatGenesisGaveOutAndNoneThatIsAltered() {
    for (int position = 0; position < 4; position++) {
      var proof = ProofFile.inclusion(mixed, 1, position, position + 1);
      holds(proof, options(mixed, position + 1));
      noneOf(Alterations.of(proof), options(mixed, position + 1));
    }
  }

  @Test
  void saysWhatIsLeftOpen() {
    var named = ProofFile.inclusion(mixed, 2, 3, 4);
    var operator = BlockFixture.OPERATOR.address().shown();
    var answer = verifier.verify(named, "--head", hash(mixed, 4));
    assertThat(answer.status()).isZero();
    assertThat(answer.said())
        .contains("not shown: that " + operator + " is the ledger's operator", "treasury")
        .contains("not shown: whether this chain counts")
        .contains("not shown: when the transaction was accepted")
        .contains("not shown: what happened after the head, block 4")
        .contains("not shown: that the ledger of " + hash(mixed, 1));
    assertThat(verifier.verify(named, options(mixed, 4)).said())
        .contains("holds: authorization: that is the operator " + operator)
        .doesNotContain("not shown: that");
    var other = options(mixed, 4);
    other[5] = BlockFixture.ALICE.address().text();
    assertThat(fails(named, other)).startsWith("authorization: that is the operator");
  }

  @Test
  void takesNoOtherHeadAndNoOtherLedger() {
    var proof = ProofFile.inclusion(mixed, 2, 1, 4);
    assertThat(fails(proof, "--head", hash(mixed, 3))).startsWith("head: it is");
    assertThat(fails(proof, "--head", hash(mixed, 4), "--genesis", hash(mixed, 2)))
        .startsWith("genesis: it is");
  }

  @Test
  void takesEveryTwoHeadsOfOneChain() {
    for (int second = 1; second <= BLOCKS + 1; second++) {
      for (int first = 1; first <= second; first++) {
        holds(
            ProofFile.consistency(growing, first, second),
            "--head",
            hash(growing, second),
            "--first",
            hash(growing, first));
      }
    }
  }

  @Test
  void takesNoTwoHeadsOfWhichAnythingIsAltered() {
    for (var pair : List.of(List.of(1, 6), List.of(2, 3), List.of(4, 4), List.of(4, 11))) {
      var proof = ProofFile.consistency(growing, pair.getFirst(), pair.getLast());
      noneOf(
          Alterations.of(proof),
          "--head",
          hash(growing, pair.getLast()),
          "--first",
          hash(growing, pair.getFirst()),
          "--genesis",
          hash(growing, 1));
    }
  }

  @Test
  void takesNoTwoHeadsOfDifferentChains() {
    var chain = new ChainInMemory(BlockFixture.genesis());
    for (var block : growing.subList(1, 7)) {
      chain.accept(block);
    }
    var other = chain.fork();
    for (int i = 0; i < 5; i++) {
      other.accept(other.next().by(BlockFixture.ALICE).block());
    }
    var branch = other.blocks();
    for (int first = 8; first <= 10; first++) {
      for (int second = 11; second <= 12; second++) {
        var proof = new HashMap<>(ProofFile.consistency(growing, first, second));
        proof.put("first", ProofFile.block(branch.get(first - 1)));
        var fault = fails(proof, "--head", hash(growing, second));
        assertThat(fault)
            .startsWith(
                first == 8 ? "history: the path leads" : "history: the " + (first - 1) + " blocks");
      }
    }
    var reversed = new HashMap<>(ProofFile.consistency(growing, 5, 9));
    reversed.put("first", ProofFile.block(growing.get(8)));
    reversed.put("second", ProofFile.block(growing.get(4)));
    assertThat(fails(reversed, "--head", hash(growing, 5)))
        .startsWith("second: it comes after the first");
    var twins = new HashMap<>(ProofFile.consistency(growing, 9, 9));
    twins.put("first", ProofFile.block(branch.get(8)));
    assertThat(fails(twins, "--head", hash(growing, 9))).startsWith("second: it is the first");
    var kept = ProofFile.consistency(growing, 5, 9);
    assertThat(fails(kept, "--head", hash(growing, 9), "--first", hash(growing, 4)))
        .startsWith("first: it is");
  }

  /** It reads where a head is anchored, and says that it has not looked whether that is so. */
  @Test
  void readsWhereAHeadIsAnchoredAndSaysThatItAskedNobody() {
    var chain = ProofFixture.chain();
    var proof = ProofFixture.inclusion(chain, 5, 1, 9);
    var head = chain.head().hash().toString();
    var kept = AnchorFixture.inContract(AnchorFixture.anchored(proof));
    for (var evidence : List.of(kept, AnchorFixture.inTransaction())) {
      var file = ProofJson.write(proof, Optional.of(evidence));
      holds(file, "--head", head);
      assertThat(verifier.verify(file, "--head", head).said())
          .contains("not shown: whether Ethereum knows this head");
      for (var altered : malformed(file)) {
        assertThat(fails(altered, "--head", head)).startsWith("file: it has the fields");
      }
    }
    assertThat(verifier.verify(ProofJson.write(proof), "--head", head).said())
        .doesNotContain("Ethereum");
  }

  /** The file with the member of another form: each field left out or of another kind. */
  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> malformed(Map<String, Object> file) {
    var member = (Map<String, Object>) file.get("ethereum");
    var all = new ArrayList<Map<String, Object>>();
    for (var name : member.keySet()) {
      var without = new HashMap<>(member);
      without.remove(name);
      var other = new HashMap<>(member);
      other.put(name, List.of(true));
      var more = new HashMap<>(member);
      more.put(name + "s", member.get(name));
      for (var changed : List.of(without, other, more)) {
        var copy = new HashMap<>(file);
        copy.put("ethereum", changed);
        all.add(copy);
      }
    }
    return all;
  }
}
