package org.ledgerstone.ledger;

/**
 * A place in the chain that counts.
 *
 * @param position the place in the block, from 0
 */
public record ChainPosition(long blockIndex, int position) {

  /** After everything that there is. */
  public static final ChainPosition END = new ChainPosition(Long.MAX_VALUE, Integer.MAX_VALUE);
}
