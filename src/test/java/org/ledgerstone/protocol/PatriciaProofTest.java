package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.protocol.EthereumFault.NODE_HASH_WRONG;
import static org.ledgerstone.protocol.EthereumFault.NODE_LEFT_OVER;
import static org.ledgerstone.protocol.EthereumFault.NODE_MALFORMED;
import static org.ledgerstone.protocol.EthereumFault.NODE_MISSING;
import static org.ledgerstone.protocol.RlpFixture.branch;
import static org.ledgerstone.protocol.RlpFixture.hex;
import static org.ledgerstone.protocol.RlpFixture.pathNode;
import static org.ledgerstone.protocol.RlpFixture.text;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What another library put into tries is found there, and nothing else ever is. */
class PatriciaProofTest {

  private static final int RANDOM_TRIALS = 20_000;
  private static final String LONG = "ab".repeat(40);

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Case(String about, Word root, byte[] key, String value, List<byte[]> nodes) {

    String judged(Word otherRoot, List<byte[]> otherNodes) {
      return PatriciaProofTest.judged(otherRoot, key, otherNodes);
    }

    @Override
    public String toString() {
      return about + ", " + HexFormat.of().formatHex(key);
    }
  }

  static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    for (var trie : EthereumVectors.tries()) {
      trie.get("proofs").forEach(proof -> cases.add(read(trie, proof)));
    }
    return cases.stream();
  }

  private static Case read(JsonNode trie, JsonNode proof) {
    var nodes = new ArrayList<byte[]>();
    proof
        .get("nodes")
        .forEach(at -> nodes.add(EthereumVectors.bytes(trie.get("nodes").get(at.asInt()))));
    return new Case(
        trie.get("about").asString(),
        EthereumVectors.word(trie.get("root")),
        EthereumVectors.bytes(proof.get("key")),
        proof.get("value").isNull() ? "absent" : proof.get("value").asString().substring(2),
        nodes);
  }

  private static String judged(Word root, byte[] key, List<byte[]> nodes) {
    return switch (PatriciaProof.value(root, key, nodes)) {
      case Proven.Shown<Optional<byte[]>>(var value) ->
          value.map(bytes -> HexFormat.of().formatHex(bytes)).orElse("absent");
      case Proven.NotShown<Optional<byte[]>>(var fault, var detail) -> {
        assertThat(detail).isNotEmpty();
        yield fault.name();
      }
    };
  }

  /** Of a trie with this root, given whole. */
  private static String judged(String key, byte[] root, byte[]... others) {
    var nodes = Stream.concat(Stream.of(root), Stream.of(others)).toList();
    return judged(Word.keccak(root), hex(key), nodes);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsWhatIsThereAndWhatIsNot(Case asked) {
    assertThat(asked.judged(asked.root, asked.nodes)).isEqualTo(asked.value);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsNothingWithAnyByteAltered(Case asked) {
    var random = new Random(7);
    for (int node = 0; node < asked.nodes.size(); node++) {
      for (int at = 0; at < asked.nodes.get(node).length; at++) {
        var nodes = EthereumVectors.flipped(asked.nodes, node, 8 * at + random.nextInt(8));
        assertThat(asked.judged(asked.root, nodes)).isEqualTo(NODE_HASH_WRONG.name());
      }
    }
    var root = asked.root.bytes();
    root[random.nextInt(32)] ^= 1;
    var expected = asked.nodes.isEmpty() ? NODE_MISSING : NODE_HASH_WRONG;
    assertThat(asked.judged(Word.of(root).orElseThrow(), asked.nodes)).isEqualTo(expected.name());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wantsTheNodesOfTheWayAndNoOthers(Case asked) {
    for (int end = 0; end < asked.nodes.size(); end++) {
      assertThat(asked.judged(asked.root, asked.nodes.subList(0, end)))
          .isEqualTo(NODE_MISSING.name());
    }
    var more = new ArrayList<>(asked.nodes);
    more.add(text(LONG));
    var expected = asked.nodes.isEmpty() ? NODE_HASH_WRONG : NODE_LEFT_OVER;
    assertThat(asked.judged(asked.root, more)).isEqualTo(expected.name());
    more.removeLast();
    more.addFirst(text(LONG));
    assertThat(asked.judged(asked.root, more)).isEqualTo(NODE_HASH_WRONG.name());
  }

  static Stream<Case> longKeysWithValues() {
    return cases().filter(asked -> asked.key.length == 32 && !asked.value.equals("absent"));
  }

  /** Two keys of 32 bytes that differ by a bit both have values in none of these tries. */
  @ParameterizedTest
  @MethodSource("longKeysWithValues")
  void showsNoValueUnderAnotherKey(Case asked) {
    for (int bit = 0; bit < 8 * asked.key.length; bit++) {
      var key = EthereumVectors.flipped(List.of(asked.key), 0, bit).getFirst();
      assertThat(judged(asked.root, key, asked.nodes))
          .isIn("absent", NODE_MISSING.name(), NODE_LEFT_OVER.name(), NODE_HASH_WRONG.name());
    }
  }

  @Test
  void theEmptyTrieHasNothing() {
    assertThat(PatriciaProof.EMPTY_ROOT)
        .hasToString("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
    assertThat(judged("1234", hex("80"))).isEqualTo("absent");
    assertThat(judged("1234", hex("80"), hex("80"))).isEqualTo(NODE_LEFT_OVER.name());
  }

  @Test
  void readsLeavesAndExtensionsOfBothLengths() {
    assertThat(judged("1234", pathNode("201234", text(LONG)))).isEqualTo(LONG);
    assertThat(judged("1234", pathNode("201235", text(LONG)))).isEqualTo("absent");
    assertThat(judged("1234", pathNode("2012", text(LONG)))).isEqualTo("absent");
    assertThat(judged("1234", pathNode("20123456", text(LONG)))).isEqualTo("absent");
    var leaf = pathNode("34", text(LONG));
    var below = branch(3, hash(leaf));
    assertThat(judged("1234", pathNode("0012", hash(below)), below, leaf)).isEqualTo(LONG);
    assertThat(judged("1334", pathNode("0012", hash(below)))).isEqualTo("absent");
    assertThat(judged("1244", pathNode("0012", hash(below)), below)).isEqualTo("absent");
  }

  private static byte[] hash(byte[] node) {
    return text(Keccak.hash(node));
  }

  @Test
  void refusesNodesThatNoTrieHas() {
    var value = text(LONG);
    assertThat(
            List.of(
                judged("1234", value),
                judged("1234", RlpFixture.list()),
                judged("1234", RlpFixture.list(value, value, value)),
                judged("1234", pathNode("", value)),
                judged("1234", pathNode("401234", value)),
                judged("1234", pathNode("601234", value)),
                judged("1234", pathNode("211234", value)),
                judged("1234", RlpFixture.list(RlpFixture.list(), value)),
                judged("1234", pathNode("201234", text(""))),
                judged("1234", pathNode("201234", RlpFixture.list())),
                judged("1234", pathNode("00", branch(1, pathNode("3234", text("07"))))),
                judged("1234", pathNode("0012", text(""))),
                judged("1234", branch(1, text("ab".repeat(31)))),
                judged("1234", branch(1, text("ab".repeat(33)))),
                judged("", branch(16, RlpFixture.list())),
                judged("1234", RlpFixture.joined(pathNode("201234", value), hex("00")))))
        .containsOnly(NODE_MALFORMED.name());
  }

  /** The same content both ways: in its parent below 32 bytes, by its hash from there on. */
  @Test
  void refusesNodesInTheWrongPlace() {
    var just = pathNode("3234", text("ab".repeat(26)));
    var longer = pathNode("3234", text("ab".repeat(27)));
    assertThat(just).hasSize(31);
    assertThat(longer).hasSize(32);

    assertThat(judged("1234", branch(1, just))).isEqualTo("ab".repeat(26));
    assertThat(judged("1234", branch(1, hash(just)), just)).isEqualTo(NODE_MALFORMED.name());
    assertThat(judged("1234", branch(1, just), just)).isEqualTo(NODE_LEFT_OVER.name());
    assertThat(judged("1234", branch(1, longer))).isEqualTo(NODE_MALFORMED.name());
    assertThat(judged("1234", branch(1, hash(longer)), longer)).isEqualTo("ab".repeat(27));
  }

  /** The root is that of the altered nodes, so that they are read and not only hashed. */
  @Test
  void throwsNothingWhateverTheNodesAre() {
    var all = cases().filter(asked -> !asked.nodes.isEmpty()).toList();
    var random = new Random(11);
    for (int i = 0; i < RANDOM_TRIALS; i++) {
      var asked = all.get(random.nextInt(all.size()));
      var root = asked.nodes.getFirst().clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        root[random.nextInt(random.nextBoolean() ? Math.min(4, root.length) : root.length)] =
            (byte) random.nextInt();
      }
      var nodes = new ArrayList<>(asked.nodes);
      nodes.set(0, root);
      assertThat(asked.judged(Word.keccak(root), nodes)).isNotEmpty();

      var noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      assertThat(judged(Word.keccak(noise), asked.key, List.of(noise))).isNotEmpty();
    }
  }
}
