package org.ledgerstone.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.springframework.stereotype.Component;

/**
 * Takes blocks that were made elsewhere, one or a run of them. Each is judged by the rules of the
 * protocol, all of it outside any lock but for the state of a branch. What stands on the head is
 * appended; what stands on an older block is kept beside the chain until its branch counts more,
 * and then the node changes over to it.
 */
@Component
public class Appending {

  private final ChainReader chain;
  private final HeadIntake onHead;
  private final BranchIntake beside;
  private final Branches branches;
  private final EarlyBlocks early;
  private final BlockRows blocks;
  private final OneChain oneChain;
  private final BlockJudge judge;
  private final RuleBook rules;
  private final Clock clock;

  Appending(
      ChainReader chain,
      HeadIntake onHead,
      BranchIntake beside,
      Branches branches,
      EarlyBlocks early,
      BlockRows blocks,
      OneChain oneChain,
      BlockJudge judge,
      RuleBook rules,
      Clock clock) {
    this.chain = chain;
    this.onHead = onHead;
    this.beside = beside;
    this.branches = branches;
    this.early = early;
    this.blocks = blocks;
    this.oneChain = oneChain;
    this.judge = judge;
    this.rules = rules;
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

  /**
   * Checks the signatures in these blocks, on all cores, without judging the blocks. What is
   * pending here was checked when it came, and so was what stands in blocks that these compete
   * with, as far as it is known where they leave the chain.
   */
  public List<PreparedBlock> prepare(List<SealedBlock> run) {
    if (run.isEmpty()) {
      return List.of();
    }
    var isAdmitted = judge.admittedHere(run, forkOf(run));
    var checks = run.stream().map(block -> check(block, isAdmitted)).toList();
    var prepared = new ArrayList<PreparedBlock>();
    for (int i = 0; i < run.size(); i++) {
      boolean isAuthorised = checks.get(i).map(SignatureCheck::passed).orElse(false);
      prepared.add(new PreparedBlock(run.get(i), isAuthorised));
    }
    return prepared;
  }

  /** Where these leave the chain; if what they stand on is not here yet, as late as they could. */
  private long forkOf(List<SealedBlock> run) {
    var first = run.getFirst().header();
    return oneChain
        .read(() -> branches.endingWith(first.previous()))
        .map(branch -> branch.fork().header().index())
        .orElseGet(() -> Math.min(first.index() - 1, chain.head().index()));
  }

  /** Empty for a first block, which follows no rules. */
  private Optional<SignatureCheck> check(SealedBlock block, Predicate<Order> isAdmitted) {
    long parent = block.header().index() - 1;
    return parent < 1
        ? Optional.empty()
        : Optional.of(SignatureCheck.begin(block, rules.inForceAt(parent), isAdmitted));
  }

  /**
   * Judges headers that are to follow this block, as the chain is now, whatever becomes of it while
   * they come; empty if the block is not known here.
   */
  public Optional<HeaderRun> headersAfter(Hash hash) {
    return oneChain.read(() -> branches.headersAfter(hash));
  }

  /**
   * Why nothing behind this header would be taken, if it is judged and its parent known: it leaves
   * the chain below what is final here. Then it is kept as evidence.
   */
  public Optional<BlockRefused> belowFinal(SealedHeader header) {
    return beside.belowFinal(header);
  }

  /** Whether the chain would change over to the last of these headers, if its body is valid. */
  public boolean wouldCount(HeaderRun run) {
    return oneChain.read(() -> beside.counts(run.tip(), run.work(), chain.head()));
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
      var outcome = oneChain.attempt(() -> tryTake(run, companion));
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
        ? onHead.take(head, run, companion, now)
        : beside.take(head, run, companion, now);
  }
}
