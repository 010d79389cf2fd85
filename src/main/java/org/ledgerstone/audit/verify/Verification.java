package org.ledgerstone.audit.verify;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;

/**
 * One verification of the tables that a connection leads to: first the chain is replayed from where
 * a state was left, then everything that follows from it is compared. Takes as little of the
 * program that wrote the tables as can be: plain SQL and the rules of the protocol.
 *
 * <p>What has been verified lasts in the state's file as long as nothing has been found; from the
 * first finding on the file stays as it was. Not thread-safe; uses all cores by itself.
 */
final class Verification implements AutoCloseable {

  /** Hears how far it has come, and may end it by an exception. */
  @FunctionalInterface
  interface Watch {

    /**
     * A page has been verified.
     *
     * @param index of the last block
     * @param transactions that the chain holds up to there
     */
    void reached(long index, long transactions);

    /** The chain has been replayed, and what follows from it is being compared. */
    default void comparing() {}
  }

  /** Ends a verification between two pages; what was verified before is kept. */
  static final class Stopped extends RuntimeException {

    Stopped() {
      super("Stopped", null, false, false);
    }
  }

  /** So many blocks and transactions wait in memory, and are verified again after a break. */
  private static final int KEPT_EACH = 200_000;

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final RuleBook rules;
  private final BlockJson json;
  private final LedgerRows rows;
  private final Path directory;
  private final ReplayState verified;
  private final Replay replay;
  private final Findings findings;
  private final Watch watch;
  private Time now;
  private int keptEach = KEPT_EACH;
  private long kept;

  /**
   * Begins where the state was left.
   *
   * @param verified is closed with this
   * @param directory for files that last no longer than this
   * @param now the clock, against blocks from the future
   */
  Verification(
      Connection connection,
      RuleBook rules,
      BlockJson json,
      ReplayState verified,
      Path directory,
      Findings findings,
      Time now,
      Watch watch) {
    this.rules = rules;
    this.json = json;
    this.rows = new LedgerRows(connection);
    this.verified = verified;
    this.directory = directory;
    this.replay = new Replay(rules, verified);
    this.findings = findings;
    this.now = now;
    this.watch = watch;
    this.kept = extent();
  }

  private long extent() {
    return replay.index() + replay.transactions();
  }

  /** Keeps what it has come to after so many blocks and transactions, not only after many. */
  void keepEach(int blocksAndTransactions) {
    keptEach = blocksAndTransactions;
  }

  /** What comes from here on is read at this moment or later, so that it may hold newer blocks. */
  void clockShows(Time later) {
    now = later;
  }

  /** The last block that has been replayed; 0 for none. */
  long index() {
    return replay.index();
  }

  /** The hash of that block, as it has to be. */
  Hash hash() {
    return replay.parentHash();
  }

  /** How many transactions have been replayed. */
  long transactions() {
    return replay.transactions();
  }

  /**
   * Replays up to a block that nothing can replace any more, and keeps what comes of it.
   *
   * @throws Stopped if the watch said so
   */
  void replayTo(long last) throws SQLException, InterruptedException {
    try {
      replay(last);
    } catch (Stopped stopped) {
      keepUnlessFound();
      throw stopped;
    }
    keepUnlessFound();
  }

  private void keepUnlessFound() {
    if (isWithoutFindings() && !isAside()) {
      keep();
    }
  }

  /**
   * Replays the rest, which may still be replaced, and compares everything with it. The connection
   * has to see the tables as they were at one moment.
   *
   * @param kept outside the database
   */
  void finish(long last, List<KeptHead> kept) throws SQLException, InterruptedException {
    leaveAsItWas();
    replay(last);
    watch.comparing();
    new StateCheck(rows, rules, replay, findings).check();
    watch.comparing();
    new StrayCheck(rows, replay, findings).check();
    watch.comparing();
    new BesideCheck(rows, rules, findings, json, now).check();
    watch.comparing();
    new KeptHeadCheck(rows, replay, findings).check(kept);
  }

  private void replay(long last) throws SQLException, InterruptedException {
    var check = new BlockCheck(rules, replay, findings, now);
    try (var pages = new CheckedPages(rows, rules, replay.index(), last, replay.lastSeq())) {
      while (replay.index() < last) {
        check.check(pages.next());
        afterPage();
        watch.reached(replay.index(), replay.transactions());
      }
    }
  }

  private void afterPage() {
    if (!isAside() && !isWithoutFindings()) {
      leaveAsItWas();
    } else if (replay.state().isFull() || extent() - kept >= keptEach) {
      keep();
    }
  }

  private boolean isWithoutFindings() {
    return findings.count() == 0;
  }

  private boolean isAside() {
    return replay.state() != verified;
  }

  /** Also aside, where it only makes room in memory. */
  private void keep() {
    replay.state().commit(replay.facts());
    kept = extent();
  }

  /** From here on the file of what has been verified does not change. */
  private void leaveAsItWas() {
    if (!isAside()) {
      var aside = directory.resolve("verifying-" + COUNT.incrementAndGet() + ".mv");
      replay.goOnIn(verified.over(aside));
    }
  }

  @Override
  public void close() {
    if (isAside()) {
      replay.state().delete();
    }
    verified.close();
  }
}
