package org.ledgerstone.kill;

import java.nio.file.Path;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.ledger.StepListener;

/** The one part that the test adds to the service: it notes every step where the test sees it. */
final class StepRecorder implements StepListener {

  /** The system property that names the file. */
  static final String FILE = "ledgerstone.steps";

  private final StepFile steps = new StepFile(Path.of(System.getProperty(FILE)));

  @Override
  public synchronized void reached(Step step) {
    steps.reached(step);
  }
}
