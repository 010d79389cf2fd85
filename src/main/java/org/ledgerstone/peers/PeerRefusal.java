package org.ledgerstone.peers;

/** Why a node is not taken as a peer. The names are the problem codes of the API. */
public enum PeerRefusal {
  /** Not a URL of a node. */
  PEER_URL_INVALID(400, "The URL is not one of a node."),
  /** Where it leads must not be called. */
  PEER_FORBIDDEN_ADDRESS(422, "This address is not called."),
  /** It is this node. */
  PEER_IS_SELF(422, "This node is not its own peer."),
  /** It is not on the list. */
  PEER_UNKNOWN(404, "The node is none of the peers."),
  /** It gave no answer. */
  PEER_UNREACHABLE(503, "The peer does not answer."),
  /** It answered, but not as a node does. */
  PEER_NOT_UNDERSTOOD(422, "The peer does not answer as a node does."),
  /** It lets nobody read without a token, or refused the one that was sent. */
  PEER_TOKEN_NEEDED(422, "The peer needs a token that it accepts."),
  /** It speaks another version of the protocol. */
  PROTOCOL_DIFFERENT(409, "The peer speaks another protocol."),
  /** It keeps another ledger. */
  LEDGER_DIFFERENT(409, "The peer keeps another ledger."),
  /** The list has no room. */
  PEERS_FULL(409, "There are as many peers as this node takes.");

  private final int status;
  private final String title;

  PeerRefusal(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** What it says in general, a sentence. */
  public String title() {
    return title;
  }
}
