package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A block of Ethereum, without its transactions.
 *
 * @param time as its maker said, in whole seconds
 * @param baseFee wei for a unit of gas; empty on chains that have none
 */
public record EthereumBlock(
    long number,
    EthereumHash hash,
    EthereumHash parent,
    Instant time,
    int transactionCount,
    BigInteger gasUsed,
    BigInteger gasLimit,
    Optional<BigInteger> baseFee) {}
