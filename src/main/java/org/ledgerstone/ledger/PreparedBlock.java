package org.ledgerstone.ledger;

import org.ledgerstone.protocol.SealedBlock;

/**
 * A block whose transactions' signatures have been checked ahead, before it was known whether
 * anything else about it is right.
 *
 * @param isAuthorised whether all of them passed; if not, it is judged as any other
 */
public record PreparedBlock(SealedBlock block, boolean isAuthorised) {}
