package org.ledgerstone.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Takes blocks that stand on the head: they become the head. */
@Component
class HeadIntake {

  private final Writer writer;
  private final ChainReader chain;
  private final ChainWriter appender;
  private final BlockJudge judge;
  private final PoolTable pool;
  private final SealedStandings standings;
  private final RecentlyAdmitted recently;
  private final Steps steps;
  private final ApplicationEventPublisher events;

  HeadIntake(
      Writer writer,
      ChainReader chain,
      ChainWriter appender,
      BlockJudge judge,
      PoolTable pool,
      SealedStandings standings,
      RecentlyAdmitted recently,
      Steps steps,
      ApplicationEventPublisher events) {
    this.writer = writer;
    this.chain = chain;
    this.appender = appender;
    this.judge = judge;
    this.pool = pool;
    this.standings = standings;
    this.recently = recently;
    this.steps = steps;
    this.events = events;
  }

  /** Blocks that can become the head, and those of their transactions that are pending here. */
  private record Judged(Head head, FittingRun run, Set<Hash> ours, StoredAncestors ancestors) {

    /** But for the rewards. */
    boolean bringsNothingNew() {
      return run.transactions().stream()
          .allMatch(t -> t.content() instanceof Reward || ours.contains(t.id()));
    }
  }

  /** Judges the blocks and appends as many as are valid; empty if the head moved meanwhile. */
  Optional<AppendOutcome> take(
      Head head, List<PreparedBlock> run, Companion<AppendOutcome> companion, Time now) {
    steps.reached(Step.APPENDING_BEGUN);
    var parent = chain.blockOf(head).header();
    var passed = judge.apart(run, head.index(), chain.growing(chain.headersUpTo(parent)), now);
    if (passed.blocks().isEmpty()) {
      return judge.refused(head, run.getFirst().block(), passed.refused().orElseThrow(), now);
    }
    var ancestors = chain.ancestors(head, passed.blocks());
    var fitting = judge.inState(passed.blocks(), ancestors, now);
    return fitting.run().isEmpty()
        ? judge.refused(head, run.getFirst().block(), fitting.refused().orElseThrow(), now)
        : write(head, fitting.run(), ancestors, companion, now);
  }

  private Optional<AppendOutcome> write(
      Head head,
      FittingRun run,
      StoredAncestors ancestors,
      Companion<AppendOutcome> companion,
      Time now) {
    int count = run.transactions().size();
    if (!appender.hasRoom(head, count)) {
      return makeRoom(head, count);
    }
    var ids = run.transactions().stream().map(Transaction::id).toList();
    return write(new Judged(head, run, pool.held(ids).keySet(), ancestors), companion, now);
  }

  /** After which the blocks are taken up once more. */
  private Optional<AppendOutcome> makeRoom(Head head, int count) {
    writer.change(change -> {
      if (change.head().isStill(head)) {
        appender.makeRoom(change.head(), count);
        recently.forget();
      } else {
        change.nothingChanged();
      }
      return head;
    });
    return Optional.empty();
  }

  private Optional<AppendOutcome> write(
      Judged judged, Companion<AppendOutcome> companion, Time now) {
    steps.reached(Step.APPENDING_JUDGED);
    var version = new AtomicLong();
    Function<Writer.Change, Optional<AppendOutcome>> writing =
        change -> {
          if (!companion.stillWanted()) {
            change.nothingChanged();
            return Optional.of(new AppendOutcome.Unwanted());
          }
          steps.reached(Step.APPENDING_LOCKED);
          if (!change.head().isStill(judged.head()) || !append(judged, change, now)) {
            change.nothingChanged();
            return Optional.empty();
          }
          version.set(change.head().version());
          var appended = new AppendOutcome.Appended(judged.run().last());
          companion.happened(appended);
          return Optional.of(appended);
        };
    var outcome = judged.bringsNothingNew() ? writer.seal(writing) : writer.change(writing);
    if (version.get() != 0) {
      steps.reached(Step.APPENDING_COMMITTED);
      standings.moved(judged.head().version(), version.get(), judged.run().after());
      recently.forget();
      var last = judged.run().last();
      events.publishEvent(new BlockAppended(last.header().index(), last.hash()));
    }
    return outcome;
  }

  private boolean append(Judged judged, Writer.Change change, Time now) {
    Function<AccountId, SealedAccount> before = judged.ancestors()::account;
    if (judged.bringsNothingNew()) {
      return appender.appendPending(change.head(), judged.run(), judged.ours(), before);
    }
    appender.appendForeign(change.head(), judged.run(), before, now);
    return true;
  }
}
