package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRefused.Blame;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.springframework.stereotype.Component;

/**
 * Blocks beside the chain that counts. A branch is judged as far as that goes without the state of
 * its accounts, and its work must be shown; how many blocks are kept is bounded.
 */
@Component
class Branches {

  private final SideBlockTable table;
  private final BlockRows blocks;
  private final ChainReader chain;
  private final HistoryTable history;
  private final RuleBook rules;

  Branches(
      SideBlockTable table,
      BlockRows blocks,
      ChainReader chain,
      HistoryTable history,
      RuleBook rules) {
    this.table = table;
    this.blocks = blocks;
    this.chain = chain;
    this.history = history;
    this.rules = rules;
  }

  /** Side blocks from the one that leaves the chain to the newest, and where they leave it. */
  private record Branch(StoredBlock fork, List<SealedBlock> blocks) {

    Header tip() {
      return blocks.isEmpty() ? fork.header() : blocks.getLast().header();
    }
  }

  /** Whether this block is kept beside the chain. */
  boolean hold(Hash hash) {
    return table.holds(hash);
  }

  /** Why the block cannot be kept beside the chain; empty if it can. */
  Optional<BlockRefused> judge(Head head, SealedBlock block, Time now) {
    return branchTo(block.header().previous())
        .map(branch -> judge(head, branch, block, now))
        .orElseGet(() ->
            Optional.of(refused(Refusal.PARENT_UNKNOWN, "Block " + block.header().previous())));
  }

  private Optional<BlockRefused> judge(Head head, Branch branch, SealedBlock block, Time now) {
    var inForce = rules.inForceAt(branch.tip().index());
    long fork = branch.fork().header().index();
    if (isFinal(fork + 1, head, inForce)) {
      return Optional.of(refused(Refusal.BELOW_FINAL, "Block " + (fork + 1)));
    }
    var ancestors =
        new StoredAncestors(
            branch.tip(), historyOf(branch), minersOf(branch, inForce), Map.of(), Set.of());
    return BlockRules.judgeApart(block, ancestors, inForce, now);
  }

  private static boolean isFinal(long index, Head head, Rules rules) {
    boolean deep = rules.finalDepth() > 0 && head.index() - index >= rules.finalDepth();
    return index <= head.index() && (deep || rules.miners().size() == 1);
  }

  private static BlockRefused refused(Refusal code, String what) {
    return new BlockRefused(
        "stands on its parent", code.because(what + ": " + code.sentence()), Blame.NOBODY);
  }

  private Optional<Branch> branchTo(Hash hash) {
    var side = new ArrayList<SealedBlock>();
    var at = hash;
    while (true) {
      var onChain = blocks.findByHash(at.toString());
      if (onChain.isPresent()) {
        return Optional.of(new Branch(onChain.get().stored(), side.reversed()));
      }
      var beside = table.find(at);
      if (beside.isEmpty()) {
        return Optional.empty();
      }
      side.add(beside.get());
      at = beside.get().header().previous();
    }
  }

  /** The root over everything up to the branch's tip. */
  private Hash historyOf(Branch branch) {
    var nodes = new BranchNodes(history);
    long size = branch.fork().header().index();
    for (var block : branch.blocks()) {
      nodes.put(MerkleTree.append(nodes, size, SealedBlock.historyLeaf(block.hash())));
      size++;
    }
    return MerkleTree.root(nodes, size);
  }

  private List<Address> minersOf(Branch branch, Rules inForce) {
    var miners = new ArrayList<Address>();
    branch.blocks().reversed().forEach(b -> miners.add(b.header().miner().orElseThrow()));
    miners.addAll(chain.latestMiners(branch.fork().header().index()));
    return miners.subList(0, Math.min(inForce.restOfAMiner(), miners.size()));
  }

  /** Keeps a judged block. */
  void keep(SealedBlock block) {
    var parent = block.header().previous();
    BigInteger before =
        blocks
            .findByHash(parent.toString())
            .map(onChain -> onChain.stored().work())
            .orElseGet(() -> table.workOf(parent));
    table.insert(block, before.add(ProofOfWork.of(block.header().difficulty())));
  }
}
