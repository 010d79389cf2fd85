package org.ledgerstone.ledger;

import org.ledgerstone.protocol.SealedBlock;

/**
 * A block whose transactions' signatures have been checked ahead, or before that when they were
 * admitted here, and of which it is not known whether anything else is right.
 *
 * @param isAuthorised whether all of them passed; if not, it is judged as any other
 */
public record PreparedBlock(SealedBlock block, boolean isAuthorised) {}
