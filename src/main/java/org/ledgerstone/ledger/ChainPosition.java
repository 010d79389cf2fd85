package org.ledgerstone.ledger;

/**
 * A place in the chain that counts.
 *
 * @param position the place in the block, from 0
 */
public record ChainPosition(long blockIndex, int position) {

  /** After everything that there is; the index after it is a number, too. */
  public static final ChainPosition END = new ChainPosition(Long.MAX_VALUE - 1, Integer.MAX_VALUE);
}
