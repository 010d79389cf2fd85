package org.ledgerstone.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.Checkpoints.Outcome;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Peers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * All waiting of checkpoints: one thread that signs the newest final block when it is time, and one
 * for each peer that is asked to co-sign it, so that one which hangs delays no other. Does nothing
 * where no block is ever final.
 */
@Component
@ConditionalOnWebApplication
class CoSignRounds implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CoSignRounds.class);
  private static final long ROUND_MILLIS = 250;
  private static final Asked NEVER = new Asked(Instant.MIN, Duration.ZERO);
  private static final long STOPPING_MAX_MILLIS = 15_000;

  private final Checkpoints checkpoints;
  private final CoSigning coSigning;
  private final WitnessSeen seen;
  private final SchemaLevel schema;
  private final Peers peers;
  private final CheckpointSettings settings;
  private final Clock clock;
  private final Map<PeerUrl, Thread> asking = new ConcurrentHashMap<>();
  private final Map<PeerUrl, Asked> asked = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private Instant signed = Instant.MIN;
  private boolean ready;
  private @Nullable Thread thread;

  /** When a peer was asked, and how long it is left alone then. */
  private record Asked(Instant at, Duration pause) {}

  CoSignRounds(
      Checkpoints checkpoints,
      CoSigning coSigning,
      WitnessSeen seen,
      SchemaLevel schema,
      Peers peers,
      CheckpointSettings settings,
      Clock clock) {
    this.checkpoints = checkpoints;
    this.coSigning = coSigning;
    this.seen = seen;
    this.schema = schema;
    this.peers = peers;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void start() {
    settings
        .every()
        .ifPresent(every ->
            thread = Thread.ofPlatform().name("checkpoints").daemon().start(() -> work(every)));
  }

  private void work(Duration every) {
    try {
      while (!stopping.await(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          round(every);
        } catch (DataAccessException | TransactionException e) {
          log.warn("No checkpoint now: the database does not answer");
        } catch (RuntimeException e) {
          log.error("No checkpoint now", e);
        }
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted");
    }
  }

  private void round(Duration every) {
    if (!schema.isCurrent()) {
      log.error("No checkpoint any more: a newer version has changed the tables");
      stopping.countDown();
      return;
    }
    var now = clock.instant();
    if (isOver(signed, every, now)) {
      sign(now);
    }
    if (ready) {
      var met = peers.met();
      asked.keySet().retainAll(met);
      met.stream()
          .filter(peers::isFit)
          .filter(peer -> isOver(asked.getOrDefault(peer, NEVER), now))
          .forEach(peer -> asking.computeIfAbsent(peer, this::ask));
    }
  }

  private void sign(Instant now) {
    var outcome = checkpoints.sign();
    ready = outcome != Outcome.NOTHING_FINAL && outcome != Outcome.NOT_READY;
    if (ready) {
      seen.compareWithChain();
    }
    if (outcome != Outcome.NOT_READY) {
      signed = now;
    }
  }

  /** Also where the clock was set back. */
  private static boolean isOver(Instant since, Duration time, Instant now) {
    return now.isBefore(since) || !now.minus(time).isBefore(since);
  }

  private static boolean isOver(Asked last, Instant now) {
    return isOver(last.at(), last.pause(), now);
  }

  private Thread ask(PeerUrl peer) {
    return Thread.ofVirtual().name("co-signing").start(() -> askNow(peer));
  }

  private void askNow(PeerUrl peer) {
    var pause = CoSigning.LATER;
    try {
      pause = coSigning.ask(peer);
    } catch (DataAccessException | TransactionException e) {
      log.warn("{} is not asked to co-sign now: the database does not answer", peer);
    } catch (RuntimeException e) {
      log.error("{} is not asked to co-sign now", peer, e);
    } finally {
      asked.put(peer, new Asked(clock.instant(), pause));
      asking.remove(peer);
    }
  }

  /** After those who end all calls to peers; nobody who writes is interrupted. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 1;
  }

  @Override
  public void stop() {
    stopping.countDown();
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
