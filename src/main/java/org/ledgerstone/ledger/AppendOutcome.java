package org.ledgerstone.ledger;

import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.SealedBlock;

/** What became of a block that came from outside. */
public sealed interface AppendOutcome {

  /** It is the new head, and durable. */
  record Appended(SealedBlock block) implements AppendOutcome {}

  /**
   * It ends a branch that counts now, durably; the former chain is beside it.
   *
   * @param forkIndex of the newest block that both have
   */
  record Replaced(SealedBlock block, long forkIndex) implements AppendOutcome {}

  /** It was here before; nothing has changed. */
  record Known() implements AppendOutcome {}

  /** It stands on an older block; it is kept beside the chain that counts. */
  record KeptAside(SealedBlock block) implements AppendOutcome {}

  /** It breaks a rule; nothing has changed. */
  record Rejected(BlockRefused refused) implements AppendOutcome {}

  /** The companion no longer wanted it; nothing has changed. */
  record Unwanted() implements AppendOutcome {}
}
