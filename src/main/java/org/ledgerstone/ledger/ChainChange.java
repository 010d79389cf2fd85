package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.springframework.stereotype.Component;

/**
 * Changes over from the chain that counted to a branch, inside one change of the ledger: takes the
 * blocks above the fork off, judges those of the branch on the state that they find, and writes
 * them. The losing blocks are kept beside the chain. What they held is pending again, before what
 * was pending, unless the branch holds it too or it no longer fits.
 */
@Component
class ChainChange {

  /** So many transactions of the branch are in memory at a time. */
  private static final int TRANSACTIONS_AT_ONCE = 20_000;

  /** Of so many senders what is pending is judged anew at a time. */
  private static final int SENDERS_AT_ONCE = 5_000;

  /** A block that cannot be applied; nothing of the change may be committed. */
  record Failed(Hash hash, BlockRefused why) {}

  private final Chain chain;
  private final ChainReader reader;
  private final ChainWriter writer;
  private final Unsealing unsealing;
  private final SideBlockTable sides;
  private final StandingTable table;
  private final HeadTable heads;
  private final BlockJudge judge;
  private final Steps steps;

  ChainChange(
      Chain chain,
      ChainReader reader,
      ChainWriter writer,
      Unsealing unsealing,
      SideBlockTable sides,
      StandingTable table,
      HeadTable heads,
      BlockJudge judge,
      Steps steps) {
    this.chain = chain;
    this.reader = reader;
    this.writer = writer;
    this.unsealing = unsealing;
    this.sides = sides;
    this.table = table;
    this.heads = heads;
    this.judge = judge;
    this.steps = steps;
  }

  /**
   * Changes over.
   *
   * @param arrived what follows the branch and has just come, judged but for the state
   * @return the first block of the branch that cannot be applied; empty if all have been
   */
  Optional<Failed> changeOver(
      Head head, Branches.Branch branch, List<SealedBlock> arrived, Time now) {
    var winning = new HashSet<Hash>();
    branch.sides().forEach(side -> winning.add(side.hash()));
    // Somebody else may have brought them too, and kept them aside meanwhile.
    arrived.forEach(block -> winning.add(block.hash()));
    keepBeside(head, branch.fork(), winning);
    var touched = new HashSet<>(unsealing.backTo(branch.fork(), head));
    steps.reached(Step.CHANGING_UNSEALED);

    var page = new ArrayList<SealedBlock>();
    var blocks =
        Stream.concat(branch.sides().stream().map(s -> sides.whole(s.hash())), arrived.stream());
    for (var next = blocks.iterator(); next.hasNext(); ) {
      page.add(next.next());
      if (!next.hasNext() || transactions(page) >= TRANSACTIONS_AT_ONCE) {
        var failed = append(page, touched, now);
        if (failed.isPresent()) {
          return failed;
        }
        page.clear();
      }
    }
    winning.forEach(sides::remove);
    dropWhatNoLongerFits(List.copyOf(touched), now);
    steps.reached(Step.CHANGING_WRITTEN);
    return Optional.empty();
  }

  /** A losing block without those before it could never win again. */
  private void keepBeside(Head head, StoredBlock fork, Set<Hash> winning) {
    var needed = new HashSet<>(winning);
    for (long index = fork.header().index() + 1; index <= head.index(); index++) {
      var work = chain.block(index).orElseThrow().work();
      var losing = chain.whole(index).orElseThrow();
      sides.insert(losing, work, needed);
      needed.add(losing.hash());
    }
  }

  private static int transactions(List<SealedBlock> blocks) {
    return blocks.stream().mapToInt(block -> block.transactions().size()).sum();
  }

  private Optional<Failed> append(List<SealedBlock> blocks, Set<AccountId> touched, Time now) {
    var head = heads.read();
    var ancestors = reader.ancestorsWithin(head, blocks);
    var fitting = judge.inState(blocks, ancestors, now);
    if (fitting.refused().isPresent()) {
      var failing = blocks.get(fitting.run().blocks().size());
      return Optional.of(new Failed(failing.hash(), fitting.refused().get()));
    }
    touched.addAll(fitting.run().after().keySet());
    int count = transactions(blocks);
    if (!writer.hasRoom(head, count)) {
      writer.makeRoom(head, count);
    }
    writer.appendKeepingThePool(head, fitting.run(), ancestors::account);
    return Optional.empty();
  }

  private void dropWhatNoLongerFits(List<AccountId> senders, Time now) {
    for (int from = 0; from < senders.size(); from += SENDERS_AT_ONCE) {
      var some = senders.subList(from, Math.min(senders.size(), from + SENDERS_AT_ONCE));
      writer.dropWhatNoLongerFits(table.standings(some), now);
    }
  }
}
