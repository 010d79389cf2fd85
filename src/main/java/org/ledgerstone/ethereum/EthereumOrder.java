package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.Address;

/**
 * What is to happen once on Ethereum.
 *
 * @param to who receives it; empty to make a contract of the data
 * @param value wei
 * @param data {@code 0x} and lower-case hex digits, two a byte
 * @param idempotencyKey the owner's name for this effect: the same name is the same effect
 */
public record EthereumOrder(
    Optional<Address> to, BigInteger value, String data, String idempotencyKey) {

  /** The most bytes of data: what nodes pass on to each other is not much larger. */
  public static final int DATA_BYTES_MAX = 48 * 1_024;

  /** The longest name. */
  public static final int KEY_LENGTH_MAX = 200;

  /** Names that begin so are those of anchors: nobody orders under one. */
  public static final String ANCHOR_KEY = "ledgerstone-anchor-";
}
