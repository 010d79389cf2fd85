package org.ledgerstone.peers;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ledger.BlockAppended;
import org.ledgerstone.ledger.ChainReplaced;
import org.ledgerstone.ledger.TransactionsAccepted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * All waiting of the {@link Announcer}: one thread that takes the news, so that whoever has it goes
 * on at once, and one for each peer that something is to be told, so that a slow one delays no
 * other.
 */
@Component
@ConditionalOnWebApplication
class Couriers implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Couriers.class);
  private static final int NEWS_MAX = 1_000;
  private static final long LOOK_MILLIS = 250;
  private static final long STOPPING_MAX_MILLIS = 15_000;

  /** How long a few orders wait for more to be sent along. */
  private static final long GATHERING_MILLIS = 20;

  private final Announcer announcer;
  private final GuardedClient client;
  private final BlockingQueue<Object> news = new ArrayBlockingQueue<>(NEWS_MAX);
  private final Map<PeerUrl, Thread> underway = new ConcurrentHashMap<>();
  private @Nullable Thread thread;
  private volatile boolean running;

  Couriers(Announcer announcer, GuardedClient client) {
    this.announcer = announcer;
    this.client = client;
  }

  // Where there is no room for news, a later sync brings it: nobody who makes blocks waits here.

  @EventListener
  void appended(BlockAppended event) {
    news.offer(event);
  }

  @EventListener
  void replaced(ChainReplaced event) {
    news.offer(event);
  }

  @EventListener
  void accepted(TransactionsAccepted event) {
    news.offer(event);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("announcing").daemon().start(this::work);
  }

  private void work() {
    while (running) {
      try {
        var next = news.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          announce(next);
        }
        announcer.waiting().forEach(this::send);
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException e) {
        log.error("Some news is not told", e);
      }
    }
  }

  private void announce(Object next) {
    switch (next) {
      case BlockAppended appended -> announcer.isHead(appended.hash());
      case ChainReplaced replaced -> announcer.isHead(replaced.after());
      case TransactionsAccepted accepted -> announcer.areAccepted(accepted.orders());
      default -> log.debug("Woken");
    }
  }

  private void send(PeerUrl peer) {
    underway.computeIfAbsent(peer, to -> Thread.ofVirtual().name("courier").start(() -> carry(to)));
  }

  private void carry(PeerUrl peer) {
    try {
      do {
        gather(peer);
      } while (running && announcer.deliver(peer));
    } catch (InterruptedException e) {
      log.debug("Interrupted");
    } catch (DataAccessException | TransactionException e) {
      log.warn("{} is not told the news now: the database does not answer", peer);
    } catch (RuntimeException e) {
      log.error("{} is not told the news now", peer, e);
    } finally {
      underway.remove(peer);
    }
  }

  private void gather(PeerUrl peer) throws InterruptedException {
    if (!announcer.isUrgent(peer)) {
      Thread.sleep(GATHERING_MILLIS);
    }
  }

  /** Whether nothing is on its way to anybody. */
  boolean isIdle() {
    return news.isEmpty() && underway.isEmpty();
  }

  /** Ends all calls and waits for those who made them; none is interrupted. */
  @Override
  public void stop() {
    running = false;
    client.close();
    news.offer("stop");
    try {
      var ending = thread;
      if (ending != null) {
        ending.join(STOPPING_MAX_MILLIS);
      }
      for (var courier : underway.values()) {
        courier.join(STOPPING_MAX_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
