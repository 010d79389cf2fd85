package org.ledgerstone.ledger;

/**
 * How far admission has come.
 *
 * @param version rises with everything that changes what senders may still spend, but for sealing
 * @param count how many have been admitted since the beginning: the last number in the pool
 */
record Admitted(long version, long count) {}
