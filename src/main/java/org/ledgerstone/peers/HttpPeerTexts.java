package org.ledgerstone.peers;

import java.nio.charset.StandardCharsets;

/** {@link PeerTexts} over HTTP. */
record HttpPeerTexts(GuardedClient client) implements PeerTexts {

  @Override
  public PeerAnswer<Text> get(PeerUrl peer, String path, int bytesMax) {
    return switch (client.get(peer, path, bytesMax)) {
      case PeerAnswer.Got<GuardedClient.Reply>(var reply)
          when reply.status() == 401 || reply.status() == 403 ->
          new PeerAnswer.Failed<>(ClosedPeer.failure(reply));
      case PeerAnswer.Got<GuardedClient.Reply>(var reply) -> new PeerAnswer.Got<>(text(reply));
      case PeerAnswer.Failed<GuardedClient.Reply>(var failure) -> new PeerAnswer.Failed<>(failure);
    };
  }

  @Override
  public PeerAnswer<Text> post(PeerUrl peer, String path, String text, int bytesMax) {
    return client.postText(peer, path, text, bytesMax).map(HttpPeerTexts::text);
  }

  private static Text text(GuardedClient.Reply reply) {
    return new Text(reply.status(), reply.type(), new String(reply.body(), StandardCharsets.UTF_8));
  }
}
