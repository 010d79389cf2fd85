package org.ledgerstone.peers;

/** What comes of adding a peer. */
public sealed interface AddOutcome {

  /**
   * It is on the list now.
   *
   * @param peer as it answered
   */
  record Added(Peer peer) implements AddOutcome {}

  /**
   * It was on the list already.
   *
   * @param peer as it is known
   */
  record Known(Peer peer) implements AddOutcome {}

  /**
   * It is not on the list.
   *
   * @param code why
   * @param detail what was found and what was expected, sentences for a person
   */
  record Refused(PeerRefusal code, String detail) implements AddOutcome {}
}
