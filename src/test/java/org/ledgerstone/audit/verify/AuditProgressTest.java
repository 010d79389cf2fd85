package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ledgerstone.audit.verify.Audit.Extent;
import org.ledgerstone.audit.verify.Audit.Status;

/** How far an audit is, in numbers. */
class AuditProgressTest {

  private static final Instant BEGUN = Instant.EPOCH;

  private static AuditProgress after(int seconds, Extent extent) {
    return AuditProgress.of(extent, Duration.ofSeconds(seconds));
  }

  @Test
  void countsTransactions() {
    assertThat(after(10, new Extent(101, 150, 5_000, 20_000)))
        .isEqualTo(new AuditProgress(24, 5_000, 50, 500, Optional.of(30L)))
        .hasToString("24 %, 5000 transactions in 50 blocks, 500 a second, 30 s left");
  }

  @Test
  void hasAnAnswerAtBothEnds() {
    assertThat(after(0, new Extent(1, 0, 0, 7)))
        .isEqualTo(new AuditProgress(0, 0, 0, 0, Optional.empty()))
        .hasToString("0 %, 0 transactions in 0 blocks, 0 a second");
    for (var done : new long[] {7, 9}) {
      var progress = after(1, new Extent(1, 3, done, 7));
      assertThat(progress.percent()).isEqualTo(99);
      assertThat(progress.secondsLeft()).contains(0L);
    }
    assertThat(after(1, new Extent(4, 3, 0, 0)).percent()).isEqualTo(99);
  }

  private static Audit audit(Status status, Extent extent) {
    return new Audit(
        1,
        "node",
        status,
        false,
        "",
        BEGUN,
        BEGUN,
        Optional.empty(),
        extent,
        Optional.empty(),
        0,
        Optional.empty());
  }

  @Test
  void isToldOfWhatRunsAndReads() {
    var reading = new Extent(1, 5, 5, 10);
    var soon = BEGUN.plusSeconds(1);
    assertThat(audit(Status.RUNNING, reading).progress(soon)).isPresent();
    assertThat(audit(Status.RUNNING, Extent.NOTHING).progress(soon)).isEmpty();
    assertThat(audit(Status.PASSED, reading).progress(soon)).isEmpty();
  }

  @Test
  void whoIsSilentTooLongRunsNothing() {
    var running = audit(Status.RUNNING, Extent.NOTHING);
    var last = BEGUN.plus(Audit.SILENT_MAX);
    assertThat(running.asOf(last)).isEqualTo(running);
    var gone = running.asOf(last.plusMillis(1));
    assertThat(gone.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(gone.ended()).contains(BEGUN);
    var passed = audit(Status.PASSED, Extent.NOTHING);
    assertThat(passed.asOf(last.plusMillis(1))).isEqualTo(passed);
  }
}
