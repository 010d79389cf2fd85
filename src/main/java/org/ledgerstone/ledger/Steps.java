package org.ledgerstone.ledger;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells whoever listens how far a change of the ledger has come. */
@Component
public class Steps {

  private static final Logger log = LoggerFactory.getLogger(Steps.class);

  private final List<StepListener> listeners;

  Steps(List<StepListener> listeners) {
    this.listeners = listeners;
  }

  /** Tells all of them, in this thread. */
  public void reached(Step step) {
    log.trace("{}", step);
    listeners.forEach(listener -> listener.reached(step));
  }
}
