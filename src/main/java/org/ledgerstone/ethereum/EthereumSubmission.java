package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;

/**
 * One effect on Ethereum that this ledger brings about, and how far it has come.
 *
 * @param from who signs it
 * @param nonce its place among the transactions of that account
 * @param gasLimit the most gas that it may use
 * @param costMax wei that it costs at most, the value included
 * @param cost wei that it has cost; empty unless it is final and the node says the price
 * @param detail what it waits for or how it ended, a sentence; may be empty
 * @param mined where it stands; empty unless it is in a block
 */
public record EthereumSubmission(
    long id,
    EthereumOrder order,
    Address from,
    long nonce,
    long gasLimit,
    BigInteger costMax,
    Optional<BigInteger> cost,
    SubmissionState state,
    String detail,
    Optional<Mined> mined,
    Instant accepted) {

  /**
   * Its place on Ethereum.
   *
   * @param transaction hash of the attempt that was mined
   * @param number of the block
   * @param block hash of the block
   */
  public record Mined(Word transaction, long number, Word block) {}

  /** The highest fee for a unit of gas with which it costs no more than it may. */
  BigInteger maxFeePerGas() {
    return costMax.subtract(order.value()).divide(BigInteger.valueOf(gasLimit));
  }
}
