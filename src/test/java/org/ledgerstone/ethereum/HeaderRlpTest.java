package org.ledgerstone.ethereum;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.EthereumHeader;
import org.ledgerstone.protocol.Proven;
import org.ledgerstone.protocol.Word;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fields of real blocks make up their headers, and those of no other make up these. */
class HeaderRlpTest {

  private static final List<String> NO_PART = List.of("about", "hash");

  private static JsonNode blocks() throws IOException {
    try (var in =
        requireNonNull(
            HeaderRlpTest.class.getResourceAsStream("/vectors/ethereum-headers-1.json"))) {
      return new JsonMapper().readTree(in.readAllBytes()).get("blocks");
    }
  }

  @Test
  void makesUpHeadersOfTheMainChain() throws IOException {
    for (var block : blocks()) {
      var hash = NodeJson.hash(block.get("hash"));
      var header = HeaderRlp.encoded(block, hash).orElseThrow();
      assertThat(EthereumHeader.read(header, hash))
          .isEqualTo(
              Proven.shown(
                  new EthereumHeader(
                      hash,
                      NodeJson.number(block.get("number")),
                      NodeJson.number(block.get("timestamp")),
                      NodeJson.hash(block.get("stateRoot")))));
      assertThat(HeaderRlp.encoded(block, Word.ZERO)).isEmpty();
    }
  }

  @Test
  void makesUpNoneWithAnyFieldAlteredOrLeftOut() throws IOException {
    int altered = 0;
    for (var block : blocks()) {
      var hash = NodeJson.hash(block.get("hash"));
      var fields = (ObjectNode) block;
      for (var name : List.copyOf(fields.propertyNames())) {
        if (NO_PART.contains(name)) {
          continue;
        }
        var value = fields.get(name);
        var text = value.stringValue();
        var last = text.endsWith("1") ? "2" : "1";
        for (var other : List.of(text.substring(0, text.length() - 1) + last, "", "0x", "x")) {
          fields.put(name, other);
          assertThat(HeaderRlp.encoded(fields, hash)).as("%s %s", name, other).isEmpty();
          altered++;
        }
        fields.remove(name);
        assertThat(HeaderRlp.encoded(fields, hash)).as(name).isEmpty();
        fields.set(name, value);
      }
      assertThat(HeaderRlp.encoded(fields, hash)).isPresent();
    }
    assertThat(altered).isEqualTo(4 * (15 + 21));
  }
}
