package org.ledgerstone.peers;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Asks a node to put this one on its list, by the second document's {@code /register_node}. */
@Component
public class Introduction {

  private static final int REFUSAL_BYTES_MAX = 64 << 10;

  private final GuardedClient client;
  private final OwnUrl ownUrl;
  private final JsonMapper mapper;

  Introduction(GuardedClient client, OwnUrl ownUrl, JsonMapper mapper) {
    this.client = client;
    this.ownUrl = ownUrl;
    this.mapper = mapper;
  }

  /**
   * Asks it.
   *
   * @return why it did not, a sentence for a person; empty if it did
   */
  public Optional<String> to(PeerUrl node) {
    var own = ownUrl.get();
    if (own.isEmpty()) {
      return Optional.of("Where this node is reached has to be said by LEDGER_PUBLIC_URL.");
    }
    var address = mapper.writeValueAsString(Map.of("node_address", own.get().text()));
    var answer =
        client.post(
            node, "/register_node", address.getBytes(StandardCharsets.UTF_8), REFUSAL_BYTES_MAX);
    return switch (answer) {
      case PeerAnswer.Got<GuardedClient.Reply>(var reply) when reply.status() == 200 ->
          Optional.empty();
      case PeerAnswer.Got<GuardedClient.Reply>(var reply) ->
          Optional.of("The node did not take this one in: status " + reply.status() + ".");
      // It answers by its whole chain, which is not wanted here; a refusal is short.
      case PeerAnswer.Failed<GuardedClient.Reply>(PeerFailure(var kind, _))
          when kind == PeerFailure.Kind.TOO_LONG ->
          Optional.empty();
      case PeerAnswer.Failed<GuardedClient.Reply>(var failure) -> Optional.of(failure.detail());
    };
  }
}
