package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Hash;

/**
 * The chain has grown, durably. Only a hint: whoever listens looks for itself how far the chain has
 * come, hands on to a thread of its own, and is not told of what other instances do.
 *
 * @param index of the new head
 */
public record BlockAppended(long index, Hash hash) {}
