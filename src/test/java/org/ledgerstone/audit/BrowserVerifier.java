package org.ledgerstone.audit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The web page's check of proofs, asked again and again by one process of Node.js. */
final class BrowserVerifier implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * What came of it.
   *
   * @param ok whether all holds
   * @param failed the key of the step that does not hold; empty if all do
   */
  record Answer(boolean ok, String failed) {}

  private final JsonLines process;

  private BrowserVerifier(JsonLines process) {
    this.process = process;
  }

  /** Starts it. */
  static BrowserVerifier start() {
    return new BrowserVerifier(
        JsonLines.start(new ProcessBuilder("node", "src/test/node/verify-loop.mjs")));
  }

  /** Has it check this proof. */
  Answer verify(@Nullable Object proof, String... options) {
    return verifyText(MAPPER.writeValueAsString(proof), options);
  }

  /** Has it check this text, with options as the command takes them: {@code --head}, a hash, … */
  Answer verifyText(String text, String... options) {
    var known = new HashMap<String, String>();
    for (int i = 0; i < options.length; i += 2) {
      known.put(options[i].substring(2), options[i + 1]);
    }
    return answer(process.ask(Map.of("text", text, "asked", known)));
  }

  private static Answer answer(JsonNode answer) {
    var last = answer.get("steps").get(answer.get("steps").size() - 1);
    boolean ok = answer.get("ok").asBoolean();
    return new Answer(ok, ok ? "" : last.get("key").asString());
  }

  @Override
  public void close() {
    process.close();
  }
}
