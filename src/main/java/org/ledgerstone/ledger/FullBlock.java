package org.ledgerstone.ledger;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Tells whoever seals by itself that a whole block may be pending. A hint: it may be wrong. */
@Component
class FullBlock {

  private final Semaphore signal = new Semaphore(0);

  /** May be pending now. */
  void perhaps() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** Waits until one may be pending, or so long. */
  void await(long nanos) throws InterruptedException {
    if (signal.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      signal.drainPermits();
    }
  }
}
