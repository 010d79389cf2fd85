package org.ledgerstone.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Seals by itself, when the owner set an interval: what is pending each time that it has passed,
 * and a whole block at once.
 */
@Component
class SealingTimer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SealingTimer.class);
  private static final Duration STOPPING_MAX = Duration.ofSeconds(15);

  /**
   * After this it is looked again whether a block is full: one may not have been sealed at once, or
   * another instance have filled it.
   */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Sealing sealing;
  private final SealingTurn turn;
  private final Backlog backlog;
  private final PoolTable pool;
  private final SchemaLevel schema;
  private final Chain chain;
  private final Clock clock;
  private final Optional<Duration> interval;
  private @Nullable Thread thread;
  private volatile boolean running;

  SealingTimer(
      Sealing sealing,
      SealingTurn turn,
      Backlog backlog,
      PoolTable pool,
      SchemaLevel schema,
      Chain chain,
      Clock clock,
      @Value("${ledger.block-interval:off}") String interval) {
    this.sealing = sealing;
    this.turn = turn;
    this.backlog = backlog;
    this.pool = pool;
    this.schema = schema;
    this.chain = chain;
    this.clock = clock;
    this.interval = interval.equals("off") ? Optional.empty() : Optional.of(duration(interval));
  }

  private static Duration duration(String text) {
    try {
      var duration = DurationStyle.SIMPLE.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      log.debug("Not a duration");
    }
    throw new StartRefused("LEDGER_BLOCK_INTERVAL is off or a duration such as 500ms, 1s or 5m.");
  }

  @Override
  public void start() {
    running = true;
    interval.ifPresent(each ->
        thread = Thread.ofPlatform().name("sealing").daemon().start(() -> work(each.toNanos())));
  }

  /** Lets the block in work be finished; one that is still being mined is given up. */
  @Override
  public void stop() {
    running = false;
    backlog.wake();
    var ending = thread;
    if (ending != null) {
      try {
        // Not interrupted: that would close the file under H2 in the middle of a commit.
        ending.join(STOPPING_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** What had been sealed is pending again, perhaps enough for a block. */
  @EventListener
  void replaced(ChainReplaced hint) {
    backlog.wake();
  }

  private void work(long interval) {
    long next = System.nanoTime() + interval;
    while (running) {
      boolean due = false;
      try {
        backlog.awaitFull(Math.min(LOOK_NANOS, next - System.nanoTime()));
        due = System.nanoTime() - next >= 0;
        if (running) {
          look(due);
        }
      } catch (DataAccessException | TransactionException e) {
        log.warn("No block now: the database does not answer", e);
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException e) {
        log.error("No block now", e);
      }
      if (due) {
        next = System.nanoTime() + interval;
      }
    }
  }

  /** An instance of the newer version is not to wait for the end of a turn. */
  private void giveUp() {
    running = false;
    turn.leave();
  }

  private void look(boolean due) {
    if (!schema.isCurrent()) {
      log.error("No block any more: a newer version has changed the tables");
      giveUp();
      return;
    }
    var inForce = chain.rulesInForce();
    int whole = inForce.blockLimit() - (inForce.reward().isPresent() ? 1 : 0);
    boolean mayBeFull = mayBeFull(whole);
    if ((due || mayBeFull) && turn.take()) {
      sealWhatIsDue(due, whole);
      turn.leave();
      pending(whole);
    }
  }

  private void sealWhatIsDue(boolean due, int whole) {
    while (running && mayBeFull(whole) && turn.take() && sealFull()) {
      log.debug("A whole block");
    }
    if (due && pending(whole) > 0 && !isHeadYoung()) {
      isSealed(sealing.seal("", Companion.none()));
    }
  }

  private boolean mayBeFull(int whole) {
    return pending(whole) >= whole || backlog.texts() >= Backlog.TEXTS_TO_LOOK;
  }

  private boolean sealFull() {
    long texts = backlog.texts();
    var outcome = sealing.sealFull();
    if (outcome instanceof SealOutcome.Rejected(var why) && why.code() == Refusal.NOTHING_TO_SEAL) {
      backlog.notFullOf(texts);
    }
    return isSealed(outcome);
  }

  /** Also tells admission, which waits for what another instance may have sealed. */
  private long pending(int whole) {
    var passage = pool.passage();
    backlog.counted(passage, whole);
    return passage.pending();
  }

  /** Whether another instance has just done what is due. */
  private boolean isHeadYoung() {
    long half = interval.orElseThrow().toMillis() / 2;
    var head = chain.newest().header();
    return head.index() > 1 && clock.millis() - head.time().millis() < half;
  }

  private static boolean isSealed(SealOutcome outcome) {
    if (outcome instanceof SealOutcome.Rejected rejected) {
      log.debug("No block now: {}", rejected.refused());
    }
    return outcome instanceof SealOutcome.Sealed;
  }
}
