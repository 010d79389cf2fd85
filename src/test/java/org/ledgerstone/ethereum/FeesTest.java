package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is offered for gas. */
class FeesTest {

  private static final BigInteger EIGHT = BigInteger.valueOf(8);
  private static final BigInteger NINE = BigInteger.valueOf(9);

  private static Fees fees(long max, long tip) {
    return new Fees(BigInteger.valueOf(max), BigInteger.valueOf(tip));
  }

  @Test
  void raisesBothByAnEighthOrMoreAndNeverAboveTheCap() {
    var random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      int bits = 1 + random.nextInt(50);
      check(
          random.nextLong(1L << bits),
          random.nextLong(1L << bits),
          random.nextLong(1L << bits),
          random.nextLong(1L << bits),
          random.nextLong(1L << (bits + 2)));
    }
  }

  private static void check(long max, long tip, long todayMax, long todayTip, long cap) {
    var was = fees(max, tip);
    var least = was.max().multiply(NINE).add(EIGHT).subtract(BigInteger.ONE).divide(EIGHT);
    var raised = was.raised(fees(todayMax, todayTip), BigInteger.valueOf(cap));
    if (raised.isEmpty()) {
      assertThat(least.max(was.max().add(BigInteger.ONE))).isGreaterThan(BigInteger.valueOf(cap));
      return;
    }
    var is = raised.get();
    assertThat(is.max()).isLessThanOrEqualTo(BigInteger.valueOf(cap)).isGreaterThan(was.max());
    assertThat(is.max()).isGreaterThanOrEqualTo(least);
    assertThat(is.tip()).isGreaterThan(was.tip()).isLessThanOrEqualTo(is.max());
    assertThat(is.tip().multiply(EIGHT)).isGreaterThanOrEqualTo(was.tip().multiply(NINE));
  }

  @Test
  void offersEnoughForTheBaseFeeToDouble() {
    assertThat(Fees.of(BigInteger.valueOf(7), BigInteger.TWO)).isEqualTo(fees(16, 2));
    assertThat(fees(16, 2).upTo(BigInteger.ONE)).isEqualTo(fees(1, 1));
    assertThat(fees(8, 0).raised(fees(0, 0), BigInteger.valueOf(9))).contains(fees(9, 1));
    assertThat(fees(8, 0).raised(fees(0, 0), BigInteger.valueOf(8))).isEmpty();
    assertThat(fees(8, 8).raised(fees(100, 50), BigInteger.valueOf(20))).contains(fees(20, 20));
  }
}
