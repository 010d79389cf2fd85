package org.ledgerstone.faults;

import java.util.concurrent.atomic.AtomicReference;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.ledger.StepListener;
import org.ledgerstone.testing.Patience;

/** Does something at the very moment at which a node inside this JVM comes to a step. */
final class AtStep implements StepListener {

  private record Plan(Step step, Runnable action) {}

  private final AtomicReference<Plan> plan = new AtomicReference<>();
  private volatile boolean done;

  /** Does this when the node next comes to this step, and returns when it is done. */
  void once(Step step, Runnable action) {
    plan(step, action);
    Patience.until("comes to " + step, () -> done);
  }

  /** Does this when the node next comes to this step, and does not wait for it. */
  void plan(Step step, Runnable action) {
    done = false;
    plan.set(new Plan(step, action));
  }

  @Override
  public void reached(Step step) {
    var wanted = plan.get();
    if (wanted != null && wanted.step() == step && plan.compareAndSet(wanted, null)) {
      wanted.action().run();
      done = true;
    }
  }
}
