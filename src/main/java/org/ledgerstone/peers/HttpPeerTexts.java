package org.ledgerstone.peers;

import java.nio.charset.StandardCharsets;

/** {@link PeerTexts} over HTTP. */
record HttpPeerTexts(GuardedClient client) implements PeerTexts {

  @Override
  public PeerAnswer<Text> get(PeerUrl peer, String path, int bytesMax) {
    return client.get(peer, path, bytesMax).map(HttpPeerTexts::text);
  }

  @Override
  public PeerAnswer<Text> post(PeerUrl peer, String path, String text, int bytesMax) {
    return client.postText(peer, path, text, bytesMax).map(HttpPeerTexts::text);
  }

  private static Text text(GuardedClient.Reply reply) {
    return new Text(reply.status(), reply.type(), new String(reply.body(), StandardCharsets.UTF_8));
  }
}
