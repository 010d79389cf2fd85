package org.ledgerstone.console;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.peers.SyncReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A sync with every peer that goes on while the page that asked for it shows how far it is: one at
 * a time.
 */
@Component
class SyncOnRequest {

  private static final Logger log = LoggerFactory.getLogger(SyncOnRequest.class);

  private final Peers peers;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile List<SyncReport> last = List.of();

  SyncOnRequest(Peers peers) {
    this.peers = peers;
  }

  /** Begins one, unless one goes on. */
  void begin() {
    if (running.compareAndSet(false, true)) {
      Thread.ofVirtual().name("sync-on-request").start(this::sync);
    }
  }

  private void sync() {
    try {
      last = List.copyOf(peers.sync());
    } catch (RuntimeException e) {
      log.error("The sync did not come to its end", e);
    } finally {
      running.set(false);
    }
  }

  boolean isRunning() {
    return running.get();
  }

  /** What came of the last one that was asked for here, since the start. */
  List<SyncReport> last() {
    return last;
  }
}
