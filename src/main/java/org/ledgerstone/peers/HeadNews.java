package org.ledgerstone.peers;

import java.math.BigInteger;
import org.ledgerstone.protocol.Hash;

/**
 * The news of a block, as nodes tell it before anybody sends the block.
 *
 * @param genesis of which ledger
 * @param index the block's index
 * @param hash the block's hash
 * @param previous the hash of its parent
 * @param work of the chain up to it
 */
public record HeadNews(Hash genesis, long index, Hash hash, Hash previous, BigInteger work) {}
