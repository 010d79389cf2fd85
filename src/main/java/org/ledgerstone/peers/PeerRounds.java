package org.ledgerstone.peers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * Looks around four times a second for peers that are to be asked, and asks each in a thread of its
 * own, so that one which hangs delays no other. All waiting of {@link Peers} is here.
 *
 * <p>A node without a server is no node to others, and asks nobody by itself.
 */
@Component
@ConditionalOnWebApplication
class PeerRounds implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PeerRounds.class);
  private static final long ROUND_MILLIS = 250;
  private static final int ROUNDS_A_RELOAD = 120;
  private static final long STOPPING_MAX_MILLIS = 15_000;

  private final Peers peers;
  private final PeerSettings settings;
  private final SchemaLevel schema;
  private final GuardedClient client;
  private final Map<PeerUrl, Thread> asking = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  PeerRounds(Peers peers, PeerSettings settings, SchemaLevel schema, GuardedClient client) {
    this.peers = peers;
    this.settings = settings;
    this.schema = schema;
    this.client = client;
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().name("peers").daemon().start(this::work);
  }

  private void work() {
    boolean begun = false;
    int round = 0;
    try {
      while (!stopping.await(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          if (!schema.isCurrent()) {
            log.error("Peers are not asked any more: a newer version has changed the tables");
            stopping.countDown();
            return;
          }
          if (!begun) {
            peers.expect(settings.peers());
            begun = true;
          }
          round(round++);
        } catch (DataAccessException | TransactionException e) {
          log.warn("Peers are not asked now: the database does not answer");
        } catch (RuntimeException e) {
          log.error("Peers are not asked now", e);
        }
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted");
    }
  }

  private void round(int number) {
    if (number % ROUNDS_A_RELOAD == 0) {
      peers.reload();
    }
    peers.due().forEach(this::ask);
    peers.takeWanted().forEach(this::ask);
  }

  private void ask(PeerUrl url) {
    asking.computeIfAbsent(
        url, one -> Thread.ofVirtual().name("peer-round").start(() -> askNow(one)));
  }

  private void askNow(PeerUrl url) {
    try {
      peers.sync(url);
    } catch (DataAccessException | TransactionException e) {
      log.warn("What {} answered is not kept: the database does not answer", url);
    } catch (RuntimeException e) {
      log.error("{} is not asked now", url, e);
    } finally {
      asking.remove(url);
    }
  }

  /**
   * Ends all calls and waits for those who made them: none is interrupted, for that would close the
   * file under H2 in the middle of a commit.
   */
  @Override
  public void stop() {
    stopping.countDown();
    client.close();
    try {
      var ending = thread;
      if (ending != null) {
        ending.join(STOPPING_MAX_MILLIS);
      }
      for (var call : asking.values()) {
        call.join(STOPPING_MAX_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null && stopping.getCount() > 0;
  }
}
