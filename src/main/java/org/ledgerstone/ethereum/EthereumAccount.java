package org.ledgerstone.ethereum;

import java.math.BigInteger;
import org.ledgerstone.protocol.Address;

/**
 * An account of Ethereum at the newest block.
 *
 * @param balance wei
 * @param nonce of the next transaction after those in blocks
 * @param pendingNonce the same after those that the node holds waiting as well
 */
public record EthereumAccount(Address address, BigInteger balance, long nonce, long pendingNonce) {}
