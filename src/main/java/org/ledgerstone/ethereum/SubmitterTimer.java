package org.ledgerstone.ethereum;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ledger.SchemaLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has the submitter look at everything, where there is one: often while something is under way, and
 * otherwise once a minute, for providers count the calls.
 */
@Component
@ConditionalOnWebApplication
class SubmitterTimer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SubmitterTimer.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long STOPPING_MAX_MILLIS = 15_000;

  private final EthereumAccess access;
  private final SchemaLevel schema;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;
  private long looked = System.nanoTime() - QUIET_NANOS;

  SubmitterTimer(EthereumAccess access, SchemaLevel schema) {
    this.access = access;
    this.schema = schema;
  }

  @Override
  public void start() {
    access
        .ethereum()
        .flatMap(Ethereum::writing)
        .ifPresent(writing ->
            thread = Thread.ofPlatform().name("ethereum").daemon().start(() -> work(writing)));
  }

  private void work(Writing writing) {
    try {
      while (!stopping.await(writing.poll().toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          look(writing);
        } catch (DataAccessException | TransactionException e) {
          log.warn("Ethereum: nothing is submitted now, the database does not answer");
        } catch (RuntimeException e) {
          log.error("Ethereum: nothing is submitted now", e);
        }
      }
      writing.submitter().leave();
    } catch (DataAccessException e) {
      log.warn("Ethereum: the lease runs out by itself, the database does not answer");
    } catch (InterruptedException e) {
      log.debug("Interrupted");
    }
  }

  private void look(Writing writing) {
    if (!schema.isCurrent()) {
      log.error("Ethereum: nothing is submitted any more, a newer version has changed the tables");
      stopping.countDown();
      return;
    }
    if (writing.submitter().isBusy() || System.nanoTime() - looked >= QUIET_NANOS) {
      looked = System.nanoTime();
      writing.submitter().round();
    } else {
      writing.submitter().rest();
    }
    writing.anchoring().round();
  }

  @Override
  public void stop() {
    stopping.countDown();
    var ending = thread;
    if (ending != null) {
      try {
        // Not interrupted: that would close the file under H2 in the middle of a commit.
        ending.join(STOPPING_MAX_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null && stopping.getCount() > 0;
  }
}
