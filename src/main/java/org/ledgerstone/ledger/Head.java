package org.ledgerstone.ledger;

import java.math.BigInteger;
import org.ledgerstone.protocol.Hash;

/**
 * Where the chain that counts ends.
 *
 * @param version rises with every change of the ledger, in the pool or in the chain
 * @param work the sum of 2^difficulty over the blocks after genesis
 * @param poolSeq the last number that was given out in the pool
 */
public record Head(long version, long index, Hash hash, BigInteger work, long poolSeq) {}
