package org.ledgerstone.ledger;

import java.math.BigInteger;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.SealedBlock;

/** What became of the wish for a block. */
public sealed interface SealOutcome {

  /**
   * The block is part of the chain, and durable.
   *
   * @param work the sum of 2^difficulty over the blocks after genesis, up to this one
   */
  record Sealed(SealedBlock block, BigInteger work) implements SealOutcome {}

  /** No block was made. */
  record Rejected(Refused refused) implements SealOutcome {}

  /** The companion no longer wanted it; nothing has changed. */
  record Unwanted() implements SealOutcome {}
}
