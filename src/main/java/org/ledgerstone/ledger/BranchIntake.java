package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRefused.Blame;
import org.ledgerstone.protocol.ForkChoice;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.springframework.stereotype.Component;

/**
 * Takes blocks that stand on an older block: they are kept beside the chain until their branch
 * counts more, and then the node changes over to it.
 */
@Component
class BranchIntake {

  private final Writer writer;
  private final ChainReader chain;
  private final ChainChange chainChange;
  private final Branches branches;
  private final BlockJudge judge;
  private final BelowFinalTable belowFinal;
  private final RecentlyAdmitted recently;
  private final RuleBook rules;
  private final Steps steps;
  private final ReplacedNews news;

  BranchIntake(
      Writer writer,
      ChainReader chain,
      ChainChange chainChange,
      Branches branches,
      BlockJudge judge,
      BelowFinalTable belowFinal,
      RecentlyAdmitted recently,
      RuleBook rules,
      Steps steps,
      ReplacedNews news) {
    this.writer = writer;
    this.chain = chain;
    this.chainChange = chainChange;
    this.branches = branches;
    this.judge = judge;
    this.belowFinal = belowFinal;
    this.recently = recently;
    this.rules = rules;
    this.steps = steps;
    this.news = news;
  }

  /** Empty if the head moved meanwhile, or the branch turned out to be bad. */
  Optional<AppendOutcome> take(
      Head head, List<PreparedBlock> run, Companion<AppendOutcome> companion, Time now) {
    steps.reached(Step.APPENDING_BEGUN);
    var first = run.getFirst().block();
    var found = branches.endingWith(first.header().previous());
    if (found.isEmpty()) {
      var why = judge.knownFault(first).orElseGet(() -> parentUnknown(first));
      return Optional.of(new AppendOutcome.Rejected(why));
    }
    var branch = found.get();
    long fork = branch.fork().header().index();
    var passed = judge.apart(run, fork, branches.growing(branch), now);
    if (passed.blocks().isEmpty()) {
      return judge.refused(head, run.getFirst().block(), passed.refused().orElseThrow(), now);
    }
    if (branches.isFinal(fork + 1, head)) {
      var header = new SealedHeader(first.header(), first.hash(), first.seal().orElseThrow());
      return Optional.of(new AppendOutcome.Rejected(keepAsEvidence(header, fork + 1)));
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

  /**
   * Judges where a chain leaves this node's, by a header of it that follows a block known here. One
   * that leaves below what is final is kept as evidence.
   */
  Optional<BlockRefused> belowFinal(SealedHeader header) {
    var head = chain.head();
    return branches
        .endingWith(header.header().previous())
        .map(branch -> branch.fork().header().index() + 1)
        .filter(index -> branches.isFinal(index, head))
        .map(index -> keepAsEvidence(header, index));
  }

  private BlockRefused keepAsEvidence(SealedHeader block, long index) {
    if (!belowFinal.holds(block)) {
      writer.change(change -> {
        // Two peers may tell of it at once.
        if (!belowFinal.holds(block)) {
          belowFinal.insert(block);
        }
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
    return counts(run.getLast().header(), work, head);
  }

  /** Whether a chain that ends so counts more than this node's, by which anything beats genesis. */
  boolean counts(Header tip, BigInteger work, Head head) {
    if (head.index() == 1 || tip.index() == 1) {
      return tip.index() > head.index();
    }
    var mine = chain.blockOf(head);
    return ForkChoice.replaces(
        new ForkChoice.Head(tip.index(), tip.hash(), tip.miner().orElseThrow(), work),
        new ForkChoice.Head(
            head.index(), head.hash(), mine.header().miner().orElseThrow(), head.work()),
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
      if (branches.hold(run.getFirst().hash()) || !change.head().isStill(head)) {
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
    var held = new ArrayList<Hash>();
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
          held.clear();
          held.addAll(news.heldAbove(branch.fork().header().index()));
          failed.set(chainChange.changeOver(change.head(), branch, run, now));
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
      news.replaced(
          new ChainReplaced(replaced.forkIndex(), head.hash(), replaced.block().hash()), held);
    }
    return outcome;
  }

  /** So that the branch is not tried again with this block. */
  private void giveUp(ChainChange.Failed failed) {
    judge.condemn(failed.hash(), failed.why());
    writer.change(change -> {
      branches.remove(failed.hash());
      return failed;
    });
  }
}
