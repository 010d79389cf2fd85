package org.ledgerstone.peers;

import java.math.BigInteger;
import org.ledgerstone.protocol.Hash;

/**
 * The newest block of a peer's chain as the peer tells it. Nobody has checked it.
 *
 * @param index 1 for genesis
 * @param hash its hash
 * @param work of the whole chain up to it
 */
public record PeerHead(long index, Hash hash, BigInteger work) {}
