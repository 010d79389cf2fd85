package org.ledgerstone.bench;

import java.util.List;

/**
 * How the ledger is set up.
 *
 * @param accounts how many ordinary ones there are
 * @param blockInterval how often the service looks for something to seal
 * @param javaOptions beyond the limit of the heap
 * @param record whether the service records itself
 * @param sealsSoon whether the service seals all that is pending before long, by itself
 */
record Settings(
    int accounts,
    int blockLimit,
    String blockInterval,
    List<String> javaOptions,
    boolean record,
    boolean sealsSoon) {}
