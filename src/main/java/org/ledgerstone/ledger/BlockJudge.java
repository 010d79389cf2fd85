package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.ledgerstone.protocol.BlockInState;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.springframework.stereotype.Component;

/**
 * Judges blocks that follow one another by the rules of the protocol, outside any lock, and
 * remembers what cannot be valid.
 */
@Component
class BlockJudge {

  private final ChainReader chain;
  private final BadBlocks bad;
  private final EarlyBlocks early;
  private final PoolTable pool;
  private final RuleBook rules;

  BlockJudge(ChainReader chain, BadBlocks bad, EarlyBlocks early, PoolTable pool, RuleBook rules) {
    this.chain = chain;
    this.bad = bad;
    this.early = early;
    this.pool = pool;
    this.rules = rules;
  }

  /** The blocks that pass, from the first, and why the next one does not. */
  record Passed(List<SealedBlock> blocks, Optional<BlockRefused> refused) {}

  /**
   * Judges all that can be judged without the state of the accounts.
   *
   * @param fork the newest block that these blocks and this node's chain have in common
   */
  Passed apart(List<PreparedBlock> run, long fork, GrowingChain growing, Time now) {
    var unchecked =
        run.stream().filter(one -> !one.isAuthorised()).map(PreparedBlock::block).toList();
    var isAdmitted = admittedHere(unchecked, fork);
    var passed = new ArrayList<SealedBlock>();
    for (var one : run) {
      var block = one.block();
      Predicate<Order> isAuthorised = order -> one.isAuthorised() || isAdmitted.test(order);
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

  /**
   * Which of the orders in these blocks are held here, authorised in just this way: that was
   * checked when they came.
   *
   * @param fork the newest block that these blocks and this node's chain have in common
   */
  Predicate<Order> admittedHere(List<SealedBlock> blocks, long fork) {
    var ids =
        blocks.stream()
            .flatMap(block -> block.transactions().stream())
            .map(Transaction::id)
            .toList();
    var held = fork < chain.head().index() ? pool.heldAbove(fork, ids) : pool.held(ids);
    return order -> order.authorization().equals(held.get(order.id()));
  }

  /**
   * The blocks that fit the state of the accounts, from the first, and why the next one does not.
   */
  record Fitting(FittingRun run, Optional<BlockRefused> refused) {}

  /** Judges what is left: the state of the accounts. */
  Fitting inState(List<SealedBlock> blocks, StoredAncestors ancestors, Time now) {
    var growing = chain.growing(ancestors);
    var run = new ArrayList<FittingBlock>();
    for (var block : blocks) {
      var inForce = rules.inForceAt(growing.parent().index());
      switch (BlockRules.judgeInState(block, growing, inForce, now)) {
        case BlockInState.Refused(var why) -> {
          return new Fitting(FittingRun.of(run, growing.after()), Optional.of(why));
        }
        case BlockInState.Fits(var effect) -> {
          growing.add(block, effect);
          run.add(new FittingBlock(block, effect));
        }
      }
    }
    return new Fitting(FittingRun.of(run, growing.after()), Optional.empty());
  }

  /** Why the block cannot be valid, if that is known without judging it. */
  Optional<BlockRefused> knownFault(SealedBlock block) {
    return bad.find(block);
  }

  /** A block that was judged by itself turned out to be bad. */
  void condemn(Hash hash, BlockRefused why) {
    bad.remember(hash, why);
  }

  /** What was read belongs together only if nobody has moved the head meanwhile. */
  Optional<AppendOutcome> refused(Head head, SealedBlock block, BlockRefused why, Time now) {
    if (!chain.head().isStill(head)) {
      return Optional.empty();
    }
    bad.remember(block.hash(), why);
    if (why.refused().code() == Refusal.BLOCK_FROM_THE_FUTURE) {
      early.keep(block, now);
    }
    return Optional.of(new AppendOutcome.Rejected(why));
  }
}
