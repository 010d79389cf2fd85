package org.ledgerstone.peers;

/**
 * What came of a sync with one peer.
 *
 * @param peer with whom
 * @param reached whether it answered as a node of this ledger does
 * @param blocksTaken how many of its blocks were appended to the chain that counts here
 * @param chainReplaced whether blocks of the chain here gave way to the peer's
 * @param detail a sentence for a person
 */
public record SyncReport(
    PeerUrl peer, boolean reached, long blocksTaken, boolean chainReplaced, String detail) {}
