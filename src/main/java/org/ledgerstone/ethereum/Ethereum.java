package org.ledgerstone.ethereum;

import java.util.Optional;

/**
 * Ethereum, if the owner has named a node.
 *
 * @param node what of the node's URL may be shown: scheme, host and port
 * @param chain what is read there
 * @param writing empty where this ledger has no key for it
 */
public record Ethereum(String node, EthereumChain chain, Optional<Writing> writing) {}
