package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;

/**
 * A transaction of Ethereum as it was sent.
 *
 * @param to empty where it makes a contract
 * @param value wei
 * @param input what it hands to a contract, {@code 0x} and hex digits
 */
public record EthereumTransaction(
    Word hash,
    Address from,
    Optional<Address> to,
    BigInteger value,
    long nonce,
    BigInteger gas,
    String input) {}
