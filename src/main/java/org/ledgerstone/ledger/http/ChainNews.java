package org.ledgerstone.ledger.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ledger.BlockAppended;
import org.ledgerstone.ledger.ChainReplaced;
import org.ledgerstone.ledger.TransactionsAccepted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks at the ledger on behalf of all subscribers: every second, since other instances commit too,
 * and sooner on a hint. Without subscribers it does nothing. Nobody who changes the ledger waits
 * here, and nobody who is told waits for another who is.
 */
@Component
class ChainNews implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ChainNews.class);
  private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOPPING_MAX_MILLIS = 15_000;

  /** How soon after a look the next one may be, for a block and for the pool. */
  private static final long BLOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long POOL_PAUSE_NANOS = EventStream.POOL_PAUSE.toNanos();

  private final NewsReading reading;

  /** Held while the database is read, so that who asks meanwhile finds it done. */
  private final ReentrantLock looking = new ReentrantLock();

  private final LatestNews latest = new LatestNews();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private int subscribers;
  private long looked = System.nanoTime();
  private long due = looked;
  private boolean failing;
  private @Nullable Thread thread;
  private volatile boolean running;

  ChainNews(NewsReading reading) {
    this.reading = reading;
  }

  /** What one subscriber is told from. Whoever has it has to close it. */
  final class Subscription implements AutoCloseable {

    private Subscription() {}

    /** What was read last; not older than the subscription. */
    News latest() {
      return latest.get();
    }

    /** Waits until there is other news, or the streams end, or so long. */
    void awaitOther(News known, long nanosMax) throws InterruptedException {
      latest.awaitOther(known, nanosMax);
    }

    /** Where this block has left the chain, and the news that this goes with. */
    News.OfFork find(EventId id) {
      looking.lock();
      try {
        var found = reading.find(id, latest().recent());
        latest.publish(found.news());
        return found;
      } finally {
        looking.unlock();
      }
    }

    /** Whether the server stops. */
    boolean isEnded() {
      return latest.isEnded();
    }

    @Override
    public void close() {
      lock.lock();
      try {
        subscribers--;
        sooner.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Begins to look for one more, after a first look.
   *
   * @throws DataAccessException if the database does not answer
   */
  Subscription subscribe() {
    var subscription = new Subscription();
    lock.lock();
    try {
      subscribers++;
      if (!latest.isEnded() && (thread == null || !thread.isAlive())) {
        thread = Thread.ofPlatform().name("events").daemon().start(this::work);
      }
    } finally {
      lock.unlock();
    }
    try {
      look();
      return subscription;
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
  }

  // Only hints: they say when to look, and are not looked at themselves.

  @EventListener
  void appended(BlockAppended event) {
    hint(BLOCK_PAUSE_NANOS);
  }

  @EventListener
  void replaced(ChainReplaced event) {
    hint(BLOCK_PAUSE_NANOS);
  }

  @EventListener
  void accepted(TransactionsAccepted event) {
    hint(POOL_PAUSE_NANOS);
  }

  private void hint(long pauseNanos) {
    lock.lock();
    try {
      long at = looked + pauseNanos;
      if (at - due < 0) {
        due = at;
        sooner.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    try {
      while (awaitDue()) {
        lookIfPossible();
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted");
    }
  }

  /** False if nobody is left to look for. */
  private boolean awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (isWanted() && due - System.nanoTime() > 0) {
        sooner.awaitNanos(due - System.nanoTime());
      }
      if (!isWanted()) {
        thread = null; // Under the same lock: who comes now starts another one.
      }
      return isWanted();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted() {
    return subscribers > 0 && !latest.isEnded();
  }

  private void lookIfPossible() {
    try {
      look();
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        LOG.warn("Subscribers are told nothing new now: the database does not answer");
      }
      failing = true;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.error("Subscribers are told nothing new now", e);
      }
      failing = true;
    }
  }

  private void look() {
    looking.lock();
    try {
      begin();
      latest.publish(reading.after(latest.get().recent()));
    } finally {
      looking.unlock();
    }
  }

  /** A hint from now on asks for another look. */
  private void begin() {
    lock.lock();
    try {
      looked = System.nanoTime();
      due = looked + EACH_NANOS;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    latest.begin();
    running = true;
  }

  /** Ends all streams, before the server waits for the answers that are still being written. */
  @Override
  public void stop() {
    running = false;
    try {
      var ending = end();
      if (ending != null) {
        // Not interrupted: that would close the file under H2.
        ending.join(STOPPING_MAX_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Thread end() {
    lock.lock();
    try {
      latest.end();
      sooner.signal();
      return thread;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
