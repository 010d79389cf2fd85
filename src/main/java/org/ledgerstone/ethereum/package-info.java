/**
 * The Ethereum room: an endpoint that the owner names, what it says of its chain, what this ledger
 * has happen there, and its anchors. Off without settings. The only one that knows web3j, and no
 * type or exception of it leaves the room. Start reading at {@link
 * org.ledgerstone.ethereum.EthereumChain}, and for what is written at {@link
 * org.ledgerstone.ethereum.Submitter}.
 */
@ApplicationModule(allowedDependencies = {"ledger", "protocol", "settings", "web"})
@NullMarked
package org.ledgerstone.ethereum;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
