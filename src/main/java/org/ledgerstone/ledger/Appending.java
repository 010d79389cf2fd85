package org.ledgerstone.ledger;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.ledgerstone.protocol.BlockInState;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.springframework.stereotype.Component;

/**
 * Takes blocks that were made elsewhere. Each is judged by the rules of the protocol, all of it
 * outside any lock; one that stands on the head becomes the head, one that stands on an older block
 * is kept beside the chain.
 */
@Component
public class Appending {

  private final Writer writer;
  private final ChainReader chain;
  private final ChainWriter appender;
  private final Branches branches;
  private final BlockRows blocks;
  private final PoolTable pool;
  private final SealedStandings standings;
  private final RecentlyAdmitted recently;
  private final RuleBook rules;
  private final Steps steps;
  private final Clock clock;

  Appending(
      Writer writer,
      ChainReader chain,
      ChainWriter appender,
      Branches branches,
      BlockRows blocks,
      PoolTable pool,
      SealedStandings standings,
      RecentlyAdmitted recently,
      RuleBook rules,
      Steps steps,
      Clock clock) {
    this.writer = writer;
    this.chain = chain;
    this.appender = appender;
    this.branches = branches;
    this.blocks = blocks;
    this.pool = pool;
    this.standings = standings;
    this.recently = recently;
    this.rules = rules;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * Judges a block and takes it in.
   *
   * @param companion what to write along with it if it becomes the head or is kept aside
   */
  public AppendOutcome append(SealedBlock block, Companion<AppendOutcome> companion) {
    while (true) {
      var outcome = tryAppend(block, companion);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  /** Empty if the head moved meanwhile. */
  private Optional<AppendOutcome> tryAppend(SealedBlock block, Companion<AppendOutcome> companion) {
    var head = chain.head();
    // Asked after the head was read: if it comes in between, the head will be seen to have moved.
    if (isKnown(block)) {
      return Optional.of(new AppendOutcome.Known());
    }
    var now = Time.of(clock.instant());
    return block.header().previous().equals(head.hash())
        ? onHead(head, block, companion, now)
        : aside(head, block, companion, now);
  }

  private boolean isKnown(SealedBlock block) {
    return blocks.findByHash(block.hash().toString()).isPresent() || branches.hold(block.hash());
  }

  private Optional<AppendOutcome> onHead(
      Head head, SealedBlock block, Companion<AppendOutcome> companion, Time now) {
    steps.reached(Step.APPENDING_BEGUN);
    var inForce = rules.inForceAt(head.index());
    var ours = pool.held(block.transactions().stream().map(Transaction::id).toList());
    var apart =
        BlockRules.judgeApart(
            block,
            chain.ancestors(head, List.of(), List.of()),
            inForce,
            now,
            order -> order.authorization().equals(ours.get(order.id())));
    if (apart.isPresent()) {
      return rejected(apart.get());
    }
    var ancestors = chain.ancestors(head, block);
    return switch (BlockRules.judgeInState(block, ancestors, inForce, now)) {
      case BlockInState.Refused(var why) -> {
        // What was read belongs together only if nobody has moved the head meanwhile.
        boolean moved = !chain.head().hash().equals(head.hash());
        yield moved ? Optional.empty() : rejected(why);
      }
      case BlockInState.Fits(var effect) ->
          appender.hasRoom(head, block.transactions().size())
              ? write(new Judged(head, block, ours.keySet(), ancestors, effect), companion, now)
              : makeRoom(head, block);
    };
  }

  /** A block that can become the head, and those of its transactions that are pending here. */
  private record Judged(
      Head head, SealedBlock block, Set<Hash> ours, StoredAncestors ancestors, StateChange effect) {

    /** But for the reward. */
    boolean bringsNothingNew() {
      return block.transactions().stream()
          .allMatch(t -> t.content() instanceof Reward || ours.contains(t.id()));
    }
  }

  /** After which the block is taken up once more. */
  private Optional<AppendOutcome> makeRoom(Head head, SealedBlock block) {
    writer.change(change -> {
      if (change.head().hash().equals(head.hash())) {
        appender.makeRoom(change.head(), block.transactions().size());
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
          if (!change.head().hash().equals(judged.head().hash()) || !append(judged, change, now)) {
            change.nothingChanged();
            return Optional.empty();
          }
          version.set(change.head().version());
          var appended = new AppendOutcome.Appended(judged.block());
          companion.happened(appended);
          return Optional.of(appended);
        };
    var outcome = judged.bringsNothingNew() ? writer.seal(writing) : writer.change(writing);
    if (version.get() != 0) {
      steps.reached(Step.APPENDING_COMMITTED);
      standings.moved(judged.head().version(), version.get(), judged.effect().after());
      recently.forget();
    }
    return outcome;
  }

  private boolean append(Judged judged, Writer.Change change, Time now) {
    var block = judged.block();
    if (judged.bringsNothingNew()) {
      return appender.appendPending(
          change.head(), block, judged.ours(), judged.effect(), judged.ancestors()::account);
    }
    appender.appendForeign(change.head(), block, judged.effect(), judged.ancestors()::account, now);
    return true;
  }

  private Optional<AppendOutcome> aside(
      Head head, SealedBlock block, Companion<AppendOutcome> companion, Time now) {
    var refused = branches.judge(head, block, now);
    if (refused.isPresent()) {
      return rejected(refused.get());
    }
    return writer.change(change -> {
      if (!companion.stillWanted()) {
        change.nothingChanged();
        return Optional.of(new AppendOutcome.Unwanted());
      }
      if (isKnown(block) || change.head().hash().equals(block.header().previous())) {
        change.nothingChanged();
        return Optional.empty();
      }
      branches.keep(block);
      var kept = new AppendOutcome.KeptAside(block);
      companion.happened(kept);
      return Optional.of(kept);
    });
  }

  private static Optional<AppendOutcome> rejected(BlockRefused refused) {
    return Optional.of(new AppendOutcome.Rejected(refused));
  }
}
