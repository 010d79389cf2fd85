package org.ledgerstone.ethereum;

import java.util.Optional;

/**
 * Whether there is Ethereum for this ledger. It does everything else without.
 *
 * @param ethereum empty where the settings name no node
 */
public record EthereumAccess(Optional<Ethereum> ethereum) {}
