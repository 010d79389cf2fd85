package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.SealedBlock;

/** What became of the wish for a block. */
public sealed interface SealOutcome {

  /** The block is part of the chain, and durable. */
  record Sealed(SealedBlock block) implements SealOutcome {}

  /** No block was made. */
  record Rejected(Refused refused) implements SealOutcome {}

  /** The companion no longer wanted it; nothing has changed. */
  record Unwanted() implements SealOutcome {}
}
