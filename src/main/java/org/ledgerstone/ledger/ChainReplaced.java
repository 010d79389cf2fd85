package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Hash;

/**
 * The node has changed over to another chain, durably. Only a hint, as {@link BlockAppended} is.
 *
 * @param forkIndex of the newest block that both chains have
 * @param before the hash of the old head
 * @param after the hash of the new head
 */
public record ChainReplaced(long forkIndex, Hash before, Hash after) {}
