package org.ledgerstone.ethereum;

import org.ledgerstone.protocol.Word;

/**
 * Which chain it is.
 *
 * @param id its number, by which signatures are bound to it
 * @param genesis the hash of its block 0, which tells two chains of one number apart
 */
public record ChainIdentity(long id, Word genesis) {

  @Override
  public String toString() {
    return "chain " + id + " with the block 0 " + genesis;
  }
}
