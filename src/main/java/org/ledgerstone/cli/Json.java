package org.ledgerstone.cli;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as this room reads and writes it: ASCII only, so that no terminal's encoding spoils it. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * Reads a text.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }
}
