package org.ledgerstone.peers;

/** What it means when a peer answers 401 or 403: its reading is closed to this node. */
final class ClosedPeer {

  private static final String NEEDED =
      "It lets nobody read without a token. LEDGER_PEER_TOKENS has to name one for this URL, made"
          + " there with the scope reader.";
  private static final String REFUSED =
      "It refuses the token that LEDGER_PEER_TOKENS names for this URL: one that has ended, that"
          + " another node made, or without the scope reader.";

  private ClosedPeer() {}

  /** Says which of the two it is. */
  static PeerFailure failure(GuardedClient.Reply reply) {
    return new PeerFailure(
        PeerFailure.Kind.TOKEN_NEEDED,
        "The answer has the status "
            + reply.status()
            + ". "
            + (reply.hadToken() ? REFUSED : NEEDED));
  }
}
