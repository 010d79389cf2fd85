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
  private static final long LOOK_MILLIS = 10;

  private final StepFile steps = new StepFile(Path.of(System.getProperty(FILE)));
  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public void reached(Step step) {
    synchronized (steps) {
      steps.reached(step);
    }
    if (steps.isToHold(step)) {
      steps.holds(step);
      stand(step);
    }
  }

  /** With all locks and an open transaction, until the process is killed or is to go on. */
  private void stand(Step step) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HELD_SECONDS);
    try {
      while (!steps.isReleased(step)) {
        if (System.nanoTime() - end > 0 || never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("Nobody has killed the service");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
