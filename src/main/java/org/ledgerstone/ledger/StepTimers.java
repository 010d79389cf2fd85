package org.ledgerstone.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Measures how long each step of a change took: the time since the step before it in the same
 * thread, as the timer {@code ledger.step} with the step's name.
 */
@Component
class StepTimers implements StepListener {

  private final Map<Step, Timer> timers = new EnumMap<>(Step.class);
  private final ThreadLocal<Long> last = ThreadLocal.withInitial(System::nanoTime);

  StepTimers(MeterRegistry registry) {
    for (var step : Step.values()) {
      if (!step.isFirst()) {
        timers.put(
            step,
            Timer.builder("ledger.step")
                .description("How long this step of a change of the ledger took")
                .tag("step", step.name().toLowerCase(Locale.ROOT).replace('_', '.'))
                .register(registry));
      }
    }
  }

  @Override
  public void reached(Step step) {
    long now = System.nanoTime();
    var timer = timers.get(step);
    if (timer != null) {
      timer.record(now - last.get(), TimeUnit.NANOSECONDS);
    }
    last.set(now);
  }
}
