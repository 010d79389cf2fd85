package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.ledgerstone.protocol.Word;

/**
 * A block of Ethereum, without its transactions.
 *
 * @param time as its maker said, in whole seconds
 * @param baseFee wei for a unit of gas; empty on chains that have none
 */
public record EthereumBlock(
    long number,
    Word hash,
    Word parent,
    Instant time,
    int transactionCount,
    BigInteger gasUsed,
    BigInteger gasLimit,
    Optional<BigInteger> baseFee) {}
