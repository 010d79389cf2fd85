package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What is offered for a unit of gas, as EIP-1559 has it, in wei.
 *
 * @param max the most that is paid altogether
 * @param tip the most of it that whoever makes the block receives; not above max
 */
public record Fees(BigInteger max, BigInteger tip) {

  private static final BigInteger EIGHT = BigInteger.valueOf(8);
  private static final BigInteger NINE = BigInteger.valueOf(9);

  /** A tip above max is cut to it, since no node takes that. */
  public Fees {
    tip = tip.min(max);
  }

  /** Enough for six full blocks in a row, each of which raises the base fee by an eighth. */
  static Fees of(BigInteger baseFee, BigInteger tip) {
    return new Fees(baseFee.shiftLeft(1).add(tip), tip);
  }

  /** The same, but not above this. */
  Fees upTo(BigInteger cap) {
    return new Fees(max.min(cap), tip);
  }

  /**
   * Fees with which nodes put a transaction into the place of one with these: both higher by an
   * eighth or more (geth asks for a tenth, others for an eighth), and not below what is offered
   * today.
   *
   * @return empty if that is above the cap
   */
  Optional<Fees> raised(Fees today, BigInteger cap) {
    var least = raised(max);
    return least.compareTo(cap) > 0
        ? Optional.empty()
        : Optional.of(new Fees(least.max(today.max.min(cap)), raised(tip).max(today.tip)));
  }

  private static BigInteger raised(BigInteger fee) {
    var exact = fee.multiply(NINE);
    return exact.add(EIGHT.subtract(BigInteger.ONE)).divide(EIGHT).max(fee.add(BigInteger.ONE));
  }
}
