package org.ledgerstone.ledger;

import java.math.BigInteger;
import org.ledgerstone.protocol.Hash;

/**
 * Where the chain that counts ends.
 *
 * @param version rises with every change of the chain
 * @param work the sum of 2^difficulty over the blocks after genesis
 * @param sealedTo what is sealed has numbers up to this one, what is pending has higher ones
 * @param poolLeft how many have left the pool since the beginning
 * @param replaced how often the node has changed over to another chain
 */
public record Head(
    long version,
    long index,
    Hash hash,
    BigInteger work,
    long sealedTo,
    long poolLeft,
    long replaced) {

  /** Whether the chain is what it was, and has not been another one in between. */
  boolean isStill(Head before) {
    return hash.equals(before.hash) && replaced == before.replaced;
  }
}
