package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.stereotype.Component;

/** The blocks beside the chain that counts, and where their branches leave it. */
@Component
class Branches {

  /** A branch, from the block of the chain that it leaves. Without side blocks it is the chain. */
  record Branch(StoredBlock fork, List<SideBlockTable.Side> sides) {

    Header tip() {
      return sides.isEmpty() ? fork.header() : sides.getLast().header();
    }

    /** From genesis up to the tip. */
    BigInteger work() {
      return sides.isEmpty() ? fork.work() : sides.getLast().work();
    }
  }

  private final SideBlockTable table;
  private final BlockRows blocks;
  private final ChainReader chain;
  private final Finality finality;
  private final RuleBook rules;

  Branches(
      SideBlockTable table,
      BlockRows blocks,
      ChainReader chain,
      Finality finality,
      RuleBook rules) {
    this.table = table;
    this.blocks = blocks;
    this.chain = chain;
    this.finality = finality;
    this.rules = rules;
  }

  /** Whether this block is kept beside the chain. */
  boolean hold(Hash hash) {
    return table.holds(hash);
  }

  /** The branch that ends with this block; empty if the block is not known. */
  Optional<Branch> endingWith(Hash hash) {
    var sides = new ArrayList<SideBlockTable.Side>();
    var at = hash;
    while (true) {
      var onChain = blocks.findByHash(at.toString());
      if (onChain.isPresent()) {
        return Optional.of(new Branch(onChain.get().stored(), sides.reversed()));
      }
      var beside = table.find(at);
      if (beside.isEmpty()) {
        return Optional.empty();
      }
      sides.add(beside.get());
      at = beside.get().header().previous();
    }
  }

  /** What a block at the end of the branch is judged against, but for the state of the accounts. */
  GrowingChain growing(Branch branch) {
    var growing = chain.growing(chain.headersUpTo(branch.fork().header()));
    branch.sides().forEach(side -> growing.add(side.header(), side.hash()));
    return growing;
  }

  /** What headers that are to follow this block are judged against; empty if it is not known. */
  Optional<HeaderRun> headersAfter(Hash hash) {
    return endingWith(hash)
        .map(branch ->
            new HeaderRun(growing(branch), rules, branch.fork().header().index(), branch.work()));
  }

  /** Whether this node never by itself gives up the block of its chain with this index. */
  boolean isFinal(long index, Head head) {
    return finality.newest(head.index()).stream().anyMatch(newest -> index <= newest);
  }

  /** Keeps a judged block that follows the branch. */
  void keep(Branch branch, List<SealedBlock> run) {
    var needed = new HashSet<Hash>();
    branch.sides().forEach(side -> needed.add(side.hash()));
    var work = branch.work();
    for (var block : run) {
      work = work.add(ProofOfWork.of(block.header().difficulty()));
      if (!table.holds(block.hash())) {
        table.insert(block, work, needed);
      }
      needed.add(block.hash());
    }
  }

  /** Gives up a block that turned out to be bad, with all that stand on it. */
  void remove(Hash bad) {
    table.removeWithChildren(bad);
  }
}
