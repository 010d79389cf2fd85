package org.ledgerstone.console;

import java.math.BigInteger;
import java.util.List;

/**
 * A balance over an account's newest transactions, drawn as steps on a grid of whole numbers.
 *
 * @param points of the line, as SVG reads them
 * @param highest the value that fills the height
 */
record BalanceChart(String points, BigInteger highest) {

  static final int WIDTH = 600;
  static final int HEIGHT = 120;

  /**
   * Draws balances, the oldest first.
   *
   * @param balances at least one
   */
  static BalanceChart of(List<BigInteger> balances) {
    var highest = balances.stream().reduce(BigInteger.ONE, BigInteger::max);
    var steps = new StringBuilder();
    int count = balances.size();
    for (int i = 0; i < count; i++) {
      int y = HEIGHT - scaled(balances.get(i), highest);
      steps.append(WIDTH * i / count).append(',').append(y).append(' ');
      steps.append(WIDTH * (i + 1) / count).append(',').append(y).append(' ');
    }
    return new BalanceChart(steps.toString().strip(), highest);
  }

  private static int scaled(BigInteger value, BigInteger highest) {
    return value.multiply(BigInteger.valueOf(HEIGHT)).divide(highest).intValueExact();
  }
}
