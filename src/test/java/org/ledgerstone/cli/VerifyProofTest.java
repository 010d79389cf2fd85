package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.ProofFixture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code verify-proof}: what holds is told, and with anything altered nothing holds. */
class VerifyProofTest {

  @TempDir private Path directory;
  private Terminal terminal;
  private final ChainInMemory chain = ProofFixture.chain();
  private final String head = chain.head().hash().toString();

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline();
  }

  private JsonNode inclusion(long block, int position) {
    var proof = ProofFixture.inclusion(chain, block, position, chain.blocks().size());
    return json(ProofJson.write(proof));
  }

  private JsonNode consistency(long first) {
    return json(ProofJson.write(ProofFixture.consistency(chain, first, chain.blocks().size())));
  }

  private static JsonNode json(Map<String, Object> fields) {
    return Json.read(new JsonMapper().writeValueAsString(fields));
  }

  private Terminal.Said verify(String file, String... more) throws IOException {
    Files.writeString(directory.resolve("proof.json"), file);
    var words = new ArrayList<>(List.of("verify-proof", "proof.json"));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  @Test
  void tellsWhatIsShownAgainstWhatAndWhatIsNot() throws IOException {
    var said = verify(inclusion(5, 1).toString(), "--head", head);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("The proof holds.")
        .contains("a transfer of 5 COIN from " + Terminal.ALICE + " to " + Terminal.BOB)
        .contains("signed by " + Terminal.ALICE)
        .contains("block 5 " + chain.blocks().get(4).hash())
        .contains("as number 2 of 4")
        .contains("block 9 " + head)
        .contains("the head that you gave")
        .contains("Not shown: that this chain is the one that counts.");
    var json = verify(inclusion(5, 1).toString(), "--json", "--head", head).json();
    assertThat(json.path("holds").asBoolean()).isTrue();
    assertThat(json.path("block").asInt()).isEqualTo(5);
    assertThat(json.path("head").asString()).isEqualTo(head);
    assertThat(json.path("notShown")).hasSize(3);
  }

  @Test
  void tellsThatNothingWasChanged() throws IOException {
    var said = verify(consistency(3).toString(), "--head", head);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("up to block 3 ").contains("up to block 9 " + head);
  }

  @Test
  void holdsForEveryKind() throws IOException {
    for (int position = 0; position < 8; position++) {
      assertThat(verify(inclusion(9, position).toString(), "--head", head).code()).isZero();
    }
    assertThat(verify(inclusion(1, 0).toString(), "--head", head).code()).isZero();
    assertThat(verify(inclusion(4, 0).toString(), "--head", head).code()).isZero();
  }

  @Test
  void saysThatItDoesNotKnowTheOperator() throws IOException {
    var named = inclusion(9, 5).toString();
    var operator = BlockFixture.OPERATOR.address().shown();
    assertThat(verify(named, "--head", head).out()).contains("is the ledger's operator");
    var told = verify(named, "--head", head, "--operator", operator);
    assertThat(told.code()).isZero();
    assertThat(told.out()).doesNotContain("is the ledger's operator");
    assertThat(verify(named, "--head", head, "--operator", Terminal.BOB).code()).isEqualTo(1);
  }

  @Test
  void refusesAnotherHead() throws IOException {
    var other = chain.blocks().get(7).hash().toString();
    var said = verify(inclusion(5, 1).toString(), "--head", other);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("PROOF_FAILS").contains("the head that you trust");
    assertThat(verify(consistency(5).toString(), "--head", other).code()).isEqualTo(1);
    assertThat(verify(inclusion(5, 1).toString()).code()).as("no head at all").isEqualTo(2);
  }

  @Test
  void refusesWhatIsNoProof() throws IOException {
    for (var text : List.of("", "[]", "{}", "null", "{\"version\":1}", "{\"version\":2}", "<p>")) {
      assertThat(verify(text, "--head", head).code()).as(text).isEqualTo(4);
    }
    var proof = inclusion(5, 1).toString();
    assertThat(verify(proof + "x", "--head", head).code()).isEqualTo(4);
    assertThat(verify(proof + proof, "--head", head).code()).isEqualTo(4);
    var twice = proof.replaceFirst("\"version\":1", "\"version\":1,\"version\":1");
    assertThat(verify(twice, "--head", head).code()).isEqualTo(4);
    assertThat(terminal.run("verify-proof", "absent.json", "--head", head).code()).isEqualTo(4);
  }

  /** Every value altered, every field left out, and one too many in every place. */
  @Test
  void refusesAnyAlteration() throws IOException {
    int refused = 0;
    for (var proof : List.of(inclusion(5, 1), inclusion(9, 7), inclusion(3, 0), consistency(4))) {
      for (var altered : alterations(proof)) {
        var said = verify(altered, "--head", head);
        assertThat(said.code()).as(altered).isIn(1, 4);
        assertThat(said.out()).isEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(150);
  }

  private static List<String> alterations(JsonNode proof) {
    var found = new ArrayList<String>();
    alter(proof, proof, found);
    assertThat(found).doesNotContain(proof.toString()).doesNotHaveDuplicates();
    return found;
  }

  /** Each alteration is made in place, written down and taken back. */
  private static void alter(JsonNode root, JsonNode node, List<String> found) {
    if (node instanceof ObjectNode object) {
      for (var name : List.copyOf(object.propertyNames())) {
        var value = object.get(name);
        object.remove(name);
        found.add(root.toString());
        for (var other : others(value)) {
          object.set(name, other);
          found.add(root.toString());
        }
        object.set(name, value);
        alter(root, value, found);
      }
      object.put("more", 1);
      found.add(root.toString());
      object.remove("more");
    }
  }

  private static List<JsonNode> others(JsonNode value) {
    if (value.isIntegralNumber()) {
      return List.of(number(value.asLong() + 1), text(value.asString()), number(-1));
    }
    if (value instanceof ArrayNode array) {
      return ofArray(array);
    }
    return value.isString() ? ofText(value.asString()) : List.of();
  }

  private static List<JsonNode> ofArray(ArrayNode array) {
    var longer = array.deepCopy().add("0".repeat(64));
    var odd = array.deepCopy().add(1);
    if (array.isEmpty()) {
      return List.of(longer, odd);
    }
    var shorter = array.deepCopy();
    shorter.remove(0);
    var other = array.deepCopy();
    other.set(0, flipped(array.get(0).asString()));
    return List.of(longer, odd, shorter, other);
  }

  private static List<JsonNode> ofText(String text) {
    return List.of(text(text + "0"), flipped(text + " "), number(7));
  }

  /** The text with its last letter or digit another one. */
  private static JsonNode flipped(String text) {
    var stripped = text.strip();
    if (stripped.isEmpty()) {
      return text("x");
    }
    int end = stripped.offsetByCodePoints(stripped.length(), -1);
    return text(stripped.substring(0, end) + (stripped.endsWith("1") ? '2' : '1'));
  }

  private static JsonNode text(String text) {
    return Json.object().put("v", text).get("v");
  }

  private static JsonNode number(long number) {
    return Json.object().put("v", number).get("v");
  }

  /** So that the sentence above stays true of what the test alters. */
  @Test
  void altersProofsThatHold() throws IOException {
    for (var file : List.of(inclusion(5, 1), inclusion(9, 7), inclusion(3, 0), consistency(4))) {
      assertThat(verify(file.toString(), "--head", head).code()).isZero();
    }
  }
}
