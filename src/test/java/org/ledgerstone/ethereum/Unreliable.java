package org.ledgerstone.ethereum;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node that fails in all ways in which honest ones do: calls and answers get lost, errors come in
 * their place, and what it says of nonces, transactions and receipts may be old, as behind a
 * balancer whose nodes lag. The seed decides.
 *
 * <p>It invents nothing. A nonce that nobody has used, a block that never was or a false finalized
 * block are lies that halt the submitter or deceive it, and no ledger can tell them from the truth
 * with one node.
 */
final class Unreliable implements Wiretap.Rule {

  private static final Set<String> LAGGING =
      Set.of("eth_getTransactionReceipt", "eth_getTransactionCount", "eth_getTransactionByHash");

  private static final JsonMapper MAPPER = new JsonMapper();

  private final SplittableRandom random;
  private final Map<String, JsonNode> first = new HashMap<>();
  private final Map<String, Integer> faults = new HashMap<>();

  Unreliable(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public synchronized Optional<JsonNode> answer(
      String method, JsonNode call, Supplier<JsonNode> node) {
    return switch (random.nextInt(80)) {
      case 0 -> fault("lost call", Optional.empty());
      case 1 -> {
        var _ = node.get();
        yield fault("lost answer", Optional.empty());
      }
      case 2 -> fault("error", Wiretap.error(call, -32_000, "not now"));
      case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 ->
          LAGGING.contains(method) ? old(method, call, node) : truth(call, node);
      case 13, 14, 15, 16 ->
          method.equals("eth_getTransactionReceipt")
              ? fault("no receipt", Wiretap.result(call, "null"))
              : truth(call, node);
      default -> truth(call, node);
    };
  }

  private Optional<JsonNode> fault(String kind, Optional<JsonNode> answer) {
    faults.merge(kind, 1, Integer::sum);
    return answer;
  }

  private Optional<JsonNode> truth(JsonNode call, Supplier<JsonNode> node) {
    var answer = node.get();
    first.putIfAbsent(question(call), answer);
    if (random.nextInt(4) == 0) {
      first.put(question(call), answer);
    }
    return Optional.of(answer);
  }

  /** What was said to this question once. */
  private Optional<JsonNode> old(String method, JsonNode call, Supplier<JsonNode> node) {
    var said = first.get(question(call));
    if (said == null) {
      return truth(call, node);
    }
    var result = said.get("result");
    return fault(
        "old " + method,
        result == null
            ? Wiretap.error(call, -32_000, "not now")
            : Wiretap.result(call, MAPPER.writeValueAsString(result)));
  }

  private static String question(JsonNode call) {
    return call.get("method") + " " + call.get("params");
  }

  /** How often it has failed, by the way in which it did. */
  Map<String, Integer> faults() {
    return faults;
  }
}
