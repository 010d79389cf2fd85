package org.ledgerstone.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.ledgerstone.protocol.SignatureLaps;

/** Measures how long the parts of checking signatures take, order by order. */
final class SignatureTimers {

  private final MeterRegistry meters;
  private final Timer digesting;
  private final Timer recovering;

  SignatureTimers(MeterRegistry meters) {
    this.meters = meters;
    this.digesting =
        Timer.builder("ledger.orders.digest")
            .description("How long judging one order's form and hashing what it signs took")
            .register(meters);
    this.recovering =
        Timer.builder("ledger.orders.recover")
            .description("How long finding out who signed one order took")
            .register(meters);
  }

  /** Begins with an order. */
  SignatureLaps begin() {
    return new Laps();
  }

  private final class Laps implements SignatureLaps {

    private Timer.Sample lap = Timer.start(meters);

    @Override
    public void digested() {
      lap.stop(digesting);
      lap = Timer.start(meters);
    }

    @Override
    public void recovered() {
      lap.stop(recovering);
    }
  }
}
