package org.ledgerstone.ethereum;

import org.ledgerstone.protocol.Address;

/**
 * Ethereum as far as this ledger writes to it.
 *
 * @param account who signs
 * @param submissions what is wanted
 * @param submitter who brings it about
 */
public record Writing(Address account, Submissions submissions, Submitter submitter) {}
