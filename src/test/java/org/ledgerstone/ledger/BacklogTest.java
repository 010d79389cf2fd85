package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Admission waits while whole blocks pile up, and not otherwise. */
class BacklogTest {

  private final Backlog backlog = new Backlog();

  private Thread admission() {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            backlog.awaitRoom(5, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void assertWaits(Thread thread) throws InterruptedException {
    for (int tries = 0; tries < 600 && thread.getState() != Thread.State.TIMED_WAITING; tries++) {
      thread.join(Duration.ofMillis(50));
    }
    assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
  }

  @Test
  void keepsNobodyWaitingWhereNothingSealsByItself() throws InterruptedException {
    backlog.admitted(1_000_000, 0);
    assertThat(admission().join(Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void keepsAdmissionWaitingWhileTwoWholeBlocksArePending() throws InterruptedException {
    backlog.counted(new PoolTable.Passage(119, 100), 10);
    assertThat(admission().join(Duration.ofMinutes(1))).isTrue();
    backlog.admitted(120, 0);
    var waiting = admission();
    assertWaits(waiting);
    backlog.counted(new PoolTable.Passage(120, 110), 10);
    assertThat(waiting.join(Duration.ofMinutes(1))).isTrue();
  }
}
