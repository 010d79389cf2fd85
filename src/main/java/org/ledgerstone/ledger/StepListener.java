package org.ledgerstone.ledger;

/** Is told of every step, in the thread that takes it. */
@FunctionalInterface
public interface StepListener {

  /** The step has been reached. What is thrown here stops the change as a failure there would. */
  void reached(Step step);
}
