package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Signature;

/**
 * A block without what it holds: enough to judge its place, its time and its work.
 *
 * @param hash of the header
 * @param seal the miner's signature over the hash, unchecked
 */
public record SealedHeader(Header header, Hash hash, Signature seal) {}
