package org.ledgerstone.ethereum;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.testing.Anvil;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A node that answers as a real one does, but for some calls. */
final class AlteredAnvil {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** What a call is answered with. */
  interface Alteration {

    /** The result, or an object with nothing but {@code refused}, which makes it an error. */
    JsonNode of(JsonNode call, JsonNode result);
  }

  private AlteredAnvil() {}

  /** Alters the results of this method. */
  static LyingNode of(Anvil anvil, String method, Alteration alteration) throws IOException {
    return of(anvil, Map.of(method, alteration));
  }

  /** Alters the results of these methods; what anvil itself refuses has null for a result. */
  static LyingNode of(Anvil anvil, Map<String, Alteration> alterations) throws IOException {
    return LyingNode.that((call, exchange) -> {
      var method = call.get("method").stringValue();
      var alteration = alterations.get(method);
      var result = alteration == null || !method.startsWith("debug_") ? real(anvil, call) : null;
      if (alteration != null) {
        result = alteration.of(call, result == null ? MAPPER.nullNode() : result);
      }
      LyingNode.say(200, MAPPER.writeValueAsString(answer(call, result)), exchange);
    });
  }

  private static JsonNode real(Anvil anvil, JsonNode call) {
    var method = call.get("method").stringValue();
    return method.startsWith("debug_")
        ? refusal()
        : anvil.call(method, MAPPER.convertValue(call.get("params"), Object[].class));
  }

  /** What makes an error of an answer. */
  static ObjectNode refusal() {
    return MAPPER.createObjectNode().put("refused", true);
  }

  private static Map<String, Object> answer(JsonNode call, JsonNode result) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("jsonrpc", "2.0");
    answer.put("id", call.get("id"));
    if (result.has("refused")) {
      answer.put("error", Map.of("code", -32_601, "message", "there is no such method"));
    } else {
      answer.put("result", result);
    }
    return answer;
  }
}
