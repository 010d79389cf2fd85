package org.ledgerstone.peers;

import java.time.Duration;
import org.ledgerstone.protocol.Hash;

/**
 * What a node says of itself.
 *
 * @param protocol the version of the protocol that it speaks
 * @param node the name it gave its process at its start
 * @param genesis which ledger it keeps
 * @param head how far it is
 * @param roundTrip how long the answer took
 */
public record PeerFacts(
    long protocol, String node, Hash genesis, PeerHead head, Duration roundTrip) {}
