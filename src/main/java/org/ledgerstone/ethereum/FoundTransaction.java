package org.ledgerstone.ethereum;

import java.util.Optional;

/**
 * A transaction of Ethereum as the node knows it.
 *
 * @param receipt empty while it stands in no block
 * @param isFinal whether its block is at or below the finalized one and counts at its number
 */
public record FoundTransaction(
    EthereumTransaction transaction, Optional<EthereumReceipt> receipt, boolean isFinal) {}
