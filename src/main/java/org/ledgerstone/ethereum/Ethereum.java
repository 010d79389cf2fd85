package org.ledgerstone.ethereum;

import java.util.Optional;
import org.ledgerstone.protocol.Address;

/**
 * Ethereum, if the owner has named a node.
 *
 * @param node what of the node's URL may be shown: scheme, host and port
 * @param chain what is read there
 * @param wallet this node's account there; empty where it has none
 */
public record Ethereum(String node, EthereumChain chain, Optional<Address> wallet) {}
