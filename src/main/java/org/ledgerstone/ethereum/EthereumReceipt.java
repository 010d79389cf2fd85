package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;

/**
 * What came of a transaction that stands in a block.
 *
 * @param gasPrice wei for a unit of gas, as it was paid; empty where the node does not say it
 * @param contract what it made, if it made one
 */
public record EthereumReceipt(
    Status status,
    long blockNumber,
    Word blockHash,
    BigInteger gasUsed,
    Optional<BigInteger> gasPrice,
    Optional<Address> contract) {

  /** How it ended. */
  public enum Status {
    /** The node says that it did what it should. */
    SUCCEEDED,
    /** The node says that nothing of it happened but the fee. */
    REVERTED,
    /** The node does not say it, as on chains before Byzantium: that is no success. */
    UNKNOWN
  }
}
