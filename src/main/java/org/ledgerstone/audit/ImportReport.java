package org.ledgerstone.audit;

import org.ledgerstone.protocol.Hash;

/**
 * What an import has done.
 *
 * @param from the index of the first block in the file
 * @param to the index of the last
 * @param blocks how many have been taken over
 * @param transactions how many those hold
 * @param skipped how many were here already
 * @param head the hash of the head afterwards
 */
public record ImportReport(
    long from, long to, long blocks, long transactions, long skipped, long headIndex, Hash head) {}
