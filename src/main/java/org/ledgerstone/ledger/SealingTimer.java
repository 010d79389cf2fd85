package org.ledgerstone.ledger;

import java.time.Duration;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Seals by itself, at the interval that the owner set, when something is pending. */
@Configuration(proxyBeanMethods = false)
class SealingTimer implements SchedulingConfigurer {

  private static final Logger log = LoggerFactory.getLogger(SealingTimer.class);

  private final Sealing sealing;
  private final Transactions transactions;
  private final String interval;

  SealingTimer(
      Sealing sealing,
      Transactions transactions,
      @Value("${ledger.block-interval:off}") String interval) {
    this.sealing = sealing;
    this.transactions = transactions;
    this.interval = interval;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar registrar) {
    if (!interval.equals("off")) {
      registrar.addFixedDelayTask(this::sealIfPending, interval());
    }
  }

  private Duration interval() {
    try {
      var duration = DurationStyle.SIMPLE.parse(interval);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      log.debug("Not a duration");
    }
    throw new StartRefused("LEDGER_BLOCK_INTERVAL is off or a duration such as 500ms, 1s or 5m.");
  }

  private void sealIfPending() {
    if (transactions.pendingCount() > 0
        && sealing.seal("", Companion.none()) instanceof SealOutcome.Rejected rejected) {
      log.debug("No block now: {}", rejected.refused());
    }
  }
}
