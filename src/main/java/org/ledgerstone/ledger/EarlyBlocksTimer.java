package org.ledgerstone.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Takes up blocks that came too early, once a second. */
@Component
class EarlyBlocksTimer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(EarlyBlocksTimer.class);

  private final Appending appending;
  private volatile CountDownLatch stopped = new CountDownLatch(0);

  EarlyBlocksTimer(Appending appending) {
    this.appending = appending;
  }

  @Override
  public void start() {
    var untilStopped = new CountDownLatch(1);
    stopped = untilStopped;
    Thread.ofPlatform().name("early-blocks").daemon().start(() -> work(untilStopped));
  }

  private void work(CountDownLatch untilStopped) {
    try {
      while (!untilStopped.await(1, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      appending.takeWhatIsDue();
    } catch (RuntimeException e) {
      log.warn("What has become due could not be taken", e);
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return stopped.getCount() > 0;
  }
}
