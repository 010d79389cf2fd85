package org.ledgerstone.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.ledger.StoredBlock;

/**
 * How quickly blocks and transactions have come lately.
 *
 * @param blocks how many blocks it was seen over
 * @param perSecond transactions in them per second, with one decimal
 * @param interval between two blocks on average, in seconds with one decimal
 * @param rates a bar for each block: transactions per second since the one before
 * @param intervals a bar for each block: the time since the one before
 */
record Pace(int blocks, String perSecond, String interval, Chart rates, Chart intervals) {

  private static final long MILLIS = 1_000;

  /**
   * The pace of consecutive blocks. The first one is only where time begins to be counted from, and
   * what follows genesis at once has no pace: the ledger may have been made long before it was
   * used.
   */
  static Pace of(List<StoredBlock> blocks) {
    var rates = new ArrayList<Chart.Value>();
    var intervals = new ArrayList<Chart.Value>();
    long count = 0;
    long millis = 0;
    for (int i = 1; i < blocks.size(); i++) {
      var before = blocks.get(i - 1).header();
      var header = blocks.get(i).header();
      if (before.index() == 1) {
        continue;
      }
      long passed = Math.max(1, header.time().millis() - before.time().millis());
      long thousandths = Math.multiplyExact(header.count(), MILLIS * MILLIS) / passed;
      rates.add(new Chart.Value(header.index(), thousandths, tenths(thousandths)));
      intervals.add(new Chart.Value(header.index(), passed, tenths(passed)));
      count += header.count();
      millis += passed;
    }
    return new Pace(
        rates.size(),
        millis == 0 ? "–" : tenths(count * MILLIS * MILLIS / millis),
        rates.isEmpty() ? "–" : tenths(millis / rates.size()),
        Chart.of(rates),
        Chart.of(intervals));
  }

  private static String tenths(long thousandths) {
    return BigDecimal.valueOf(thousandths, 3).setScale(1, RoundingMode.HALF_UP).toPlainString();
  }
}
