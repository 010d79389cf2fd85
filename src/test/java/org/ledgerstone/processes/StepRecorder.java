package org.ledgerstone.processes;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.ledger.StepListener;

/** The one part that the test adds to the service: it notes every step where the test sees it. */
final class StepRecorder implements StepListener {

  /** The system property that names the file. */
  static final String FILE = "ledgerstone.steps";

  private static final long HELD_SECONDS = 60;

  private final StepFile steps = new StepFile(Path.of(System.getProperty(FILE)));
  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public void reached(Step step) {
    synchronized (steps) {
      steps.reached(step);
    }
    if (steps.isToHold(step)) {
      steps.holds(step);
      stand();
    }
  }

  /** With all locks and an open transaction, until the process is killed. */
  private void stand() {
    try {
      boolean released = never.await(HELD_SECONDS, TimeUnit.SECONDS);
      throw new IllegalStateException("Nobody has killed the service; " + released);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
