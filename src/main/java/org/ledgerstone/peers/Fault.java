package org.ledgerstone.peers;

/**
 * What a peer did wrong, for which it is left alone for a while.
 *
 * @param detail a sentence for a person, without anything that the peer wrote
 */
record Fault(PeerUrl peer, String detail) {}
