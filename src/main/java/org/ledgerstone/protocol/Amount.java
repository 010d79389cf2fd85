package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A whole number of smallest units that moves, 1 … 10^38 − 1.
 *
 * @param units the number of smallest units
 */
public record Amount(BigInteger units) {

  /** The largest amount there is: 10^38 − 1. */
  public static final BigInteger MAX = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  private static final int DIGITS_MAX = 38;

  /**
   * @throws IllegalArgumentException if it is outside 1 … 10^38 − 1
   */
  public Amount {
    if (units.signum() <= 0 || units.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("An amount is 1 to 10^38 - 1 units");
    }
  }

  /** So many units. */
  public static Amount of(long units) {
    return new Amount(BigInteger.valueOf(units));
  }

  /** Reads canonical decimal digits without sign or leading zero; empty for anything else. */
  public static Optional<Amount> parse(String text) {
    return isCanonical(text) ? Optional.of(new Amount(new BigInteger(text))) : Optional.empty();
  }

  private static boolean isCanonical(String text) {
    if (text.isEmpty() || text.length() > DIGITS_MAX || text.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The decimal digits. */
  @Override
  public String toString() {
    return units.bitLength() < Long.SIZE ? Long.toString(units.longValue()) : units.toString();
  }
}
