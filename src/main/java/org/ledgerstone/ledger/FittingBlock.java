package org.ledgerstone.ledger;

import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.StateChange;

/**
 * A block that can follow the chain, or the block before it in a run.
 *
 * @param effect what it does to the accounts
 */
record FittingBlock(SealedBlock block, StateChange effect) {}
