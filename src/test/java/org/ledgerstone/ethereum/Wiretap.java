package org.ledgerstone.ethereum;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.ledgerstone.testing.Anvil;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands between the ledger and a real node, and does with each call what a test says. */
final class Wiretap implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final LyingNode server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Supplier<Anvil> behind;
  private volatile Rule rule = Rule.HONEST;

  /** What becomes of a call. */
  interface Rule {

    /** Everything is passed on. */
    Rule HONEST = (method, call, node) -> Optional.of(node.get());

    /**
     * Answers a call.
     *
     * @param node asks the real node
     * @return the whole answer; empty to end the connection without one
     */
    Optional<JsonNode> answer(String method, JsonNode call, Supplier<JsonNode> node);
  }

  Wiretap(Supplier<Anvil> behind) throws IOException {
    this.behind = behind;
    this.server =
        LyingNode.that((call, exchange) -> {
          var method = call.get("method").stringValue();
          calls.add(method);
          var answer = rule.answer(method, call, () -> this.behind.get().answer(call));
          if (answer.isPresent()) {
            LyingNode.say(200, answer.get().toString(), exchange);
          }
        });
  }

  /** From now on this holds. */
  void rule(Rule next) {
    rule = next;
  }

  /** From now on calls of this kind are answered so, and all others honestly. */
  void rule(String kind, Rule next) {
    rule =
        (method, call, node) ->
            (method.equals(kind) ? next : Rule.HONEST).answer(method, call, node);
  }

  /** A result in the place of the node's. */
  static Optional<JsonNode> result(JsonNode call, String json) {
    return whole(call, "\"result\":" + json);
  }

  /** An error in the place of a result. */
  static Optional<JsonNode> error(JsonNode call, int code, String message) {
    return whole(call, "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}");
  }

  private static Optional<JsonNode> whole(JsonNode call, String outcome) {
    return Optional.of(
        MAPPER.readTree("{\"jsonrpc\":\"2.0\",\"id\":" + call.get("id") + "," + outcome + "}"));
  }

  /** How often this was called. */
  long count(String method) {
    return calls.stream().filter(method::equals).count();
  }

  /** Counts from zero again. */
  void forget() {
    calls.clear();
  }

  String url() {
    return server.url();
  }

  @Override
  public void close() {
    server.close();
  }
}
