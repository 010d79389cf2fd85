package org.ledgerstone.processes;

import java.util.Optional;

/**
 * A request that changes the ledger.
 *
 * @param idempotencyKey what it calls itself, so that it can be repeated
 * @param transaction the id of the transfer in it
 */
record Request(
    String path, String body, Optional<String> idempotencyKey, Optional<String> transaction) {}
