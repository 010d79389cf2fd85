package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.BlockRefused;

/**
 * What became of blocks that follow one another.
 *
 * @param taken how many of them, from the first, are on the chain or beside it now
 * @param replacedChain whether the chain changed over to them
 * @param refused why the next one was not taken; empty if all were
 */
public record RunOutcome(int taken, boolean replacedChain, Optional<BlockRefused> refused) {}
