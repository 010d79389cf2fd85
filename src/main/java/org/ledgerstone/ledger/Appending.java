package org.ledgerstone.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.BlockInState;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRefused.Blame;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.ForkChoice;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes blocks that were made elsewhere, one or a run of them. Each is judged by the rules of the
 * protocol, all of it outside any lock but for the state of a branch. What stands on the head is
 * appended; what stands on an older block is kept beside the chain until its branch counts more,
 * and then the node changes over to it.
 */
@Component
public class Appending {

  private final Writer writer;
  private final ChainReader chain;
  private final ChainWriter appender;
  private final ChainChange change;
  private final Branches branches;
  private final BadBlocks bad;
  private final EarlyBlocks early;
  private final BelowFinalTable belowFinal;
  private final BlockRows blocks;
  private final PoolTable pool;
  private final SealedStandings standings;
  private final RecentlyAdmitted recently;
  private final RuleBook rules;
  private final Steps steps;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Appending(
      Writer writer,
      ChainReader chain,
      ChainWriter appender,
      ChainChange change,
      Branches branches,
      BadBlocks bad,
      EarlyBlocks early,
      BelowFinalTable belowFinal,
      BlockRows blocks,
      PoolTable pool,
      SealedStandings standings,
      RecentlyAdmitted recently,
      RuleBook rules,
      Steps steps,
      ApplicationEventPublisher events,
      Clock clock) {
    this.writer = writer;
    this.chain = chain;
    this.appender = appender;
    this.change = change;
    this.branches = branches;
    this.bad = bad;
    this.early = early;
    this.belowFinal = belowFinal;
    this.blocks = blocks;
    this.pool = pool;
    this.standings = standings;
    this.recently = recently;
    this.rules = rules;
    this.steps = steps;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Judges a block and takes it in.
   *
   * @param companion what to write along with it if it is taken
   */
  public AppendOutcome append(SealedBlock block, Companion<AppendOutcome> companion) {
    return take(List.of(new PreparedBlock(block, false)), companion);
  }

  /** Judges blocks that follow one another and takes in as many as are valid, at best at once. */
  public RunOutcome append(List<PreparedBlock> run) {
    int taken = 0;
    boolean replaced = false;
    while (taken < run.size()) {
      var rest = run.subList(taken, run.size());
      var outcome = take(rest, Companion.none());
      switch (outcome) {
        case AppendOutcome.Appended a -> taken += upTo(a.block(), rest);
        case AppendOutcome.KeptAside k -> taken += upTo(k.block(), rest);
        case AppendOutcome.Replaced r -> {
          taken += upTo(r.block(), rest);
          replaced = true;
        }
        case AppendOutcome.Known k -> taken++;
        case AppendOutcome.Rejected(var refused) -> {
          return new RunOutcome(taken, replaced, Optional.of(refused));
        }
        case AppendOutcome.Unwanted u -> throw new IllegalStateException("Nobody was asked");
      }
    }
    return new RunOutcome(taken, replaced, Optional.empty());
  }

  private static int upTo(SealedBlock last, List<PreparedBlock> run) {
    return run.stream().map(PreparedBlock::block).toList().indexOf(last) + 1;
  }

  /** Checks the signatures of a block's transactions, on all cores, without judging the block. */
  public PreparedBlock prepare(SealedBlock block) {
    long parent = block.header().index() - 1;
    if (parent < 1) {
      return new PreparedBlock(block, false);
    }
    var inForce = rules.inForceAt(parent);
    boolean isAuthorised =
        block.transactions().parallelStream()
            .filter(transaction -> !(transaction.content() instanceof Reward))
            .allMatch(transaction -> OrderRules.judge(transaction.order(), inForce).isEmpty());
    return new PreparedBlock(block, isAuthorised);
  }

  /** Judges headers that are to follow this block; empty if it is not known here. */
  public Optional<HeaderRun> headersAfter(Hash hash) {
    return branches
        .endingWith(hash)
        .map(branch ->
            new HeaderRun(
                branches.growing(branch), rules, branch.fork().header().index(), branch.work()));
  }

  /** Whether this block is on the chain or kept beside it. */
  public boolean isKnown(Hash hash) {
    return blocks.findByHash(hash.toString()).isPresent() || branches.hold(hash);
  }

  /** Takes up again what was too early to be judged when it came. */
  void takeWhatIsDue() {
    for (var block : early.due(Time.of(clock.instant()))) {
      append(block, Companion.none());
    }
  }

  private AppendOutcome take(List<PreparedBlock> run, Companion<AppendOutcome> companion) {
    while (true) {
      var outcome = tryTake(run, companion);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  /** Empty if the head moved meanwhile, or a branch turned out to be bad. */
  private Optional<AppendOutcome> tryTake(
      List<PreparedBlock> run, Companion<AppendOutcome> companion) {
    var head = chain.head();
    var first = run.getFirst().block();
    // Asked after the head was read: if it comes in between, the head will be seen to have moved.
    if (isKnown(first.hash())) {
      return Optional.of(new AppendOutcome.Known());
    }
    var now = Time.of(clock.instant());
    return first.header().previous().equals(head.hash())
        ? onHead(head, run, companion, now)
        : beside(head, run, companion, now);
  }

  /** The blocks that pass, from the first, and why the next one does not. */
  private record Passed(List<SealedBlock> blocks, Optional<BlockRefused> refused) {}

  /** Judges all that can be judged without the state of the accounts. */
  private Passed judgeApart(List<PreparedBlock> run, GrowingChain growing, Time now) {
    var pending = pending(run);
    var passed = new ArrayList<SealedBlock>();
    for (var one : run) {
      var block = one.block();
      Predicate<Order> isAuthorised =
          order -> one.isAuthorised() || order.authorization().equals(pending.get(order.id()));
      var inForce = rules.inForceAt(growing.parent().index());
      var refused =
          bad.find(block)
              .or(() -> BlockRules.judgeApart(block, growing, inForce, now, isAuthorised));
      if (refused.isPresent()) {
        return new Passed(passed, refused);
      }
      growing.add(block.header(), block.hash());
      passed.add(block);
    }
    return new Passed(passed, Optional.empty());
  }

  private Map<Hash, Authorization> pending(List<PreparedBlock> run) {
    return pool.held(
        run.stream()
            .filter(one -> !one.isAuthorised())
            .flatMap(one -> one.block().transactions().stream())
            .map(Transaction::id)
            .toList());
  }

  /** Blocks that can become the head, and those of their transactions that are pending here. */
  private record Judged(
      Head head, List<FittingBlock> run, Set<Hash> ours, StoredAncestors ancestors) {

    /** But for the rewards. */
    boolean bringsNothingNew() {
      return FittingBlock.transactions(run).stream()
          .allMatch(t -> t.content() instanceof Reward || ours.contains(t.id()));
    }

    SealedBlock last() {
      return run.getLast().block();
    }
  }

  private Optional<AppendOutcome> onHead(
      Head head, List<PreparedBlock> run, Companion<AppendOutcome> companion, Time now) {
    steps.reached(Step.APPENDING_BEGUN);
    var parent = chain.blockOf(head).header();
    var passed = judgeApart(run, chain.growing(chain.headersUpTo(parent)), now);
    if (passed.blocks().isEmpty()) {
      return refused(head, run.getFirst().block(), passed.refused().orElseThrow(), now);
    }
    var ancestors = chain.ancestors(head, passed.blocks());
    var growing = chain.growing(ancestors);
    var fitting = new ArrayList<FittingBlock>();
    for (var block : passed.blocks()) {
      var inForce = rules.inForceAt(growing.parent().index());
      switch (BlockRules.judgeInState(block, growing, inForce, now)) {
        case BlockInState.Refused(var why) -> {
          return fitting.isEmpty()
              ? refused(head, block, why, now)
              : write(head, fitting, ancestors, companion, now);
        }
        case BlockInState.Fits(var effect) -> {
          growing.add(block, effect);
          fitting.add(new FittingBlock(block, effect));
        }
      }
    }
    return write(head, fitting, ancestors, companion, now);
  }

  /** What was read belongs together only if nobody has moved the head meanwhile. */
  private Optional<AppendOutcome> refused(
      Head head, SealedBlock block, BlockRefused why, Time now) {
    if (!chain.head().isStill(head)) {
      return Optional.empty();
    }
    bad.remember(block.hash(), why);
    if (why.refused().code() == Refusal.BLOCK_FROM_THE_FUTURE) {
      early.keep(block, now);
    }
    return Optional.of(new AppendOutcome.Rejected(why));
  }

  private Optional<AppendOutcome> write(
      Head head,
      List<FittingBlock> run,
      StoredAncestors ancestors,
      Companion<AppendOutcome> companion,
      Time now) {
    int count = FittingBlock.transactions(run).size();
    if (!appender.hasRoom(head, count)) {
      return makeRoom(head, count);
    }
    var ids = FittingBlock.transactions(run).stream().map(Transaction::id).toList();
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
          var appended = new AppendOutcome.Appended(judged.last());
          companion.happened(appended);
          return Optional.of(appended);
        };
    var outcome = judged.bringsNothingNew() ? writer.seal(writing) : writer.change(writing);
    if (version.get() != 0) {
      steps.reached(Step.APPENDING_COMMITTED);
      var after = FittingBlock.after(judged.run());
      standings.moved(judged.head().version(), version.get(), after);
      recently.forget();
      var last = judged.last();
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

  private Optional<AppendOutcome> beside(
      Head head, List<PreparedBlock> run, Companion<AppendOutcome> companion, Time now) {
    var first = run.getFirst().block();
    var found = branches.endingWith(first.header().previous());
    if (found.isEmpty()) {
      var why = bad.find(first).orElseGet(() -> parentUnknown(first));
      return Optional.of(new AppendOutcome.Rejected(why));
    }
    var branch = found.get();
    var passed = judgeApart(run, branches.growing(branch), now);
    if (passed.blocks().isEmpty()) {
      return refused(head, run.getFirst().block(), passed.refused().orElseThrow(), now);
    }
    long fork = branch.fork().header().index();
    if (branches.isFinal(fork + 1, head)) {
      return Optional.of(new AppendOutcome.Rejected(keepAsEvidence(first, fork + 1)));
    }
    return counts(branch, passed.blocks(), head)
        ? changeOver(head, branch, passed.blocks(), companion, now)
        : keepAside(head, branch, passed.blocks(), companion);
  }

  private static BlockRefused parentUnknown(SealedBlock block) {
    var what = "Block " + block.header().previous() + ": " + Refusal.PARENT_UNKNOWN.sentence();
    return new BlockRefused(
        "stands on its parent", Refusal.PARENT_UNKNOWN.because(what), Blame.NOBODY);
  }

  private BlockRefused keepAsEvidence(SealedBlock block, long index) {
    if (!belowFinal.holds(block)) {
      writer.change(change -> {
        belowFinal.insert(block);
        return block;
      });
    }
    var what = "Block " + index + ": " + Refusal.BELOW_FINAL.sentence();
    return new BlockRefused(
        "replaces nothing final", Refusal.BELOW_FINAL.because(what), Blame.NOBODY);
  }

  /** Whether the branch with these blocks counts more than the chain. */
  private boolean counts(Branches.Branch branch, List<SealedBlock> run, Head head) {
    var work = branch.work();
    for (var block : run) {
      work = work.add(ProofOfWork.of(block.header().difficulty()));
    }
    var tip = run.getLast();
    var mine = chain.blockOf(head);
    return ForkChoice.replaces(
        new ForkChoice.Head(
            tip.header().index(), tip.hash(), tip.header().miner().orElseThrow(), work),
        new ForkChoice.Head(
            mine.header().index(), mine.hash(), mine.header().miner().orElseThrow(), mine.work()),
        rules.inForceAt(head.index()));
  }

  private Optional<AppendOutcome> keepAside(
      Head head,
      Branches.Branch branch,
      List<SealedBlock> run,
      Companion<AppendOutcome> companion) {
    return writer.change(change -> {
      if (!companion.stillWanted()) {
        change.nothingChanged();
        return Optional.of(new AppendOutcome.Unwanted());
      }
      if (isKnown(run.getFirst().hash()) || !change.head().isStill(head)) {
        change.nothingChanged();
        return Optional.empty();
      }
      branches.keep(branch, run);
      var kept = new AppendOutcome.KeptAside(run.getLast());
      companion.happened(kept);
      return Optional.of(kept);
    });
  }

  private Optional<AppendOutcome> changeOver(
      Head head,
      Branches.Branch branch,
      List<SealedBlock> run,
      Companion<AppendOutcome> companion,
      Time now) {
    var failed = new AtomicReference<Optional<ChainChange.Failed>>(Optional.empty());
    Optional<AppendOutcome> outcome =
        writer.change(change -> {
          if (!companion.stillWanted()) {
            change.nothingChanged();
            return Optional.of(new AppendOutcome.Unwanted());
          }
          if (!change.head().isStill(head)) {
            change.nothingChanged();
            return Optional.empty();
          }
          failed.set(this.change.changeOver(change.head(), branch, run, now));
          if (failed.get().isPresent()) {
            change.nothingChanged();
            return Optional.empty();
          }
          var replaced = new AppendOutcome.Replaced(run.getLast(), branch.fork().header().index());
          companion.happened(replaced);
          return Optional.of(replaced);
        });
    failed.get().ifPresent(this::giveUp);
    if (outcome.isPresent() && outcome.get() instanceof AppendOutcome.Replaced replaced) {
      steps.reached(Step.CHANGING_COMMITTED);
      recently.forget();
      events.publishEvent(
          new ChainReplaced(replaced.forkIndex(), head.hash(), replaced.block().hash()));
    }
    return outcome;
  }

  /** So that the branch is not tried again with this block. */
  private void giveUp(ChainChange.Failed failed) {
    bad.remember(failed.hash(), failed.why());
    writer.change(change -> {
      branches.remove(failed.hash());
      return failed;
    });
  }
}
