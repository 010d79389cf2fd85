/**
 * The Ethereum room: an endpoint that the owner names, and what it says of its chain. Off without
 * settings. The only one that knows web3j, and no type or exception of it leaves the room. Start
 * reading at {@link org.ledgerstone.ethereum.EthereumChain}.
 */
@ApplicationModule(allowedDependencies = {"ledger", "protocol", "settings", "web"})
@NullMarked
package org.ledgerstone.ethereum;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
