package org.ledgerstone.console;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.peers.SyncReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * A sync with every peer that goes on while the page that asked for it shows how far it is: one at
 * a time.
 */
@Component
class SyncOnRequest implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SyncOnRequest.class);

  private static final long STOPPING_MAX_MILLIS = 15_000;

  private final Supplier<List<SyncReport>> syncing;
  private volatile boolean started;
  private volatile @Nullable Thread sync;
  private volatile List<SyncReport> last = List.of();
  private volatile boolean failed;

  @Autowired
  SyncOnRequest(Peers peers) {
    this(peers::sync);
  }

  SyncOnRequest(Supplier<List<SyncReport>> syncing) {
    this.syncing = syncing;
  }

  /** Begins one, unless one goes on. */
  synchronized void begin() {
    if (started && !goesOn()) {
      last = List.of();
      failed = false;
      sync = Thread.ofVirtual().name("sync-on-request").start(this::sync);
    }
  }

  private void sync() {
    try {
      last = List.copyOf(syncing.get());
    } catch (DataAccessException | TransactionException e) {
      failed = true;
      log.warn("The sync did not come to its end: the database does not answer");
    } catch (RuntimeException e) {
      failed = true;
      log.error("The sync did not come to its end", e);
    }
  }

  boolean goesOn() {
    var thread = sync;
    return thread != null && thread.isAlive();
  }

  /** Whether the last one broke off. */
  boolean hasFailed() {
    return failed;
  }

  /** What came of the last one that was asked for here; nothing until it has come to its end. */
  List<SyncReport> last() {
    return last;
  }

  @Override
  public void start() {
    started = true;
  }

  /** After those who end all calls to peers; nobody who writes is interrupted. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 1;
  }

  @Override
  public void stop() {
    started = false;
    var ending = sync;
    try {
      if (ending != null) {
        ending.join(STOPPING_MAX_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return started;
  }
}
