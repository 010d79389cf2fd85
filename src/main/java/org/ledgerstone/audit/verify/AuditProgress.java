package org.ledgerstone.audit.verify;

import java.time.Duration;
import java.util.Optional;
import org.ledgerstone.audit.verify.Audit.Extent;

/**
 * How a running audit goes on.
 *
 * @param percent 0 to 99; what is compared at the end counts for the last one
 * @param transactions replayed so far
 * @param blocks replayed so far
 * @param perSecond transactions a second since it began
 * @param secondsLeft until all are replayed, at that rate; empty while there is none
 */
public record AuditProgress(
    int percent, long transactions, long blocks, long perSecond, Optional<Long> secondsLeft) {

  private static final int PERCENT_MAX = 99;

  static AuditProgress of(Extent extent, Duration elapsed) {
    long done = extent.transactions();
    long left = Math.max(0, extent.due() - done);
    long perSecond = 1000 * done / Math.max(1, elapsed.toMillis());
    return new AuditProgress(
        left == 0 ? PERCENT_MAX : (int) (PERCENT_MAX * done / extent.due()),
        done,
        Math.max(0, extent.to() - extent.from() + 1),
        perSecond,
        left == 0 || perSecond > 0 ? Optional.of(left / Math.max(1, perSecond)) : Optional.empty());
  }

  @Override
  public String toString() {
    return "%d %%, %d transactions in %d blocks, %d a second%s"
        .formatted(
            percent,
            transactions,
            blocks,
            perSecond,
            secondsLeft.map(left -> ", " + left + " s left").orElse(""));
  }
}
