package org.ledgerstone.protocol;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Ethereum's own software has made: tries, a block, and answers of {@code eth_getProof}. */
final class EthereumVectors {

  private EthereumVectors() {}

  static JsonNode tries() {
    return read("ethereum-tries-1.json").get("tries");
  }

  static JsonNode anchors() {
    return read("ethereum-anchors-1.json");
  }

  static byte[] bytes(JsonNode node) {
    return RlpFixture.hex(node.asString());
  }

  static Word word(JsonNode node) {
    return Word.parse(node.asString()).orElseThrow();
  }

  static List<byte[]> allBytes(JsonNode nodes) {
    var all = new ArrayList<byte[]>();
    nodes.forEach(node -> all.add(bytes(node)));
    return all;
  }

  private static JsonNode read(String file) {
    try (var in = requireNonNull(EthereumVectors.class.getResourceAsStream("/vectors/" + file))) {
      return new JsonMapper().readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The nodes with one bit of one of them turned over. */
  static List<byte[]> flipped(List<byte[]> nodes, int node, int bit) {
    var changed = new ArrayList<>(nodes);
    var bytes = nodes.get(node).clone();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    changed.set(node, bytes);
    return changed;
  }
}
