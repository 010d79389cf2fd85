package org.ledgerstone.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.peers.SyncReport;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferRules;
import org.ledgerstone.simulation.Violation.Check;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks at every node after everything that it did. Knows what the nodes have promised: the blocks
 * that they made, the orders that they accepted, the chain that each was on.
 */
final class Watch {

  /** What a node may refuse of another one's: what it cannot judge, or has made final otherwise. */
  private static final Set<Refusal> LACKING =
      Set.of(Refusal.PARENT_UNKNOWN, Refusal.BELOW_FINAL, Refusal.BLOCK_FROM_THE_FUTURE);

  /** How a sync tells of a peer that lies. */
  private static final List<String> FAULTS =
      List.of(
          "was refused", "breaks a rule", "no block in common", "claims more work", "never follow");

  private final Genesis genesis;
  private final Tally tally;
  private final Trace trace;
  private final Map<Hash, SealedBlock> honest = new HashMap<>();
  private final Set<Hash> parents = new HashSet<>();
  private final Map<Node, List<StoredBlock>> chains = new LinkedHashMap<>();
  private final Map<Node, Map<Hash, Order>> accepted = new LinkedHashMap<>();
  private final Map<Node, Set<Hash>> dropped = new HashMap<>();

  Watch(Genesis genesis, Tally tally, Trace trace) {
    this.genesis = genesis;
    this.tally = tally;
    this.trace = trace;
  }

  void begin(Node node) {
    chains.put(node, new ArrayList<>(node.chain().blocks(1, 10)));
    accepted.put(node, new LinkedHashMap<>());
    dropped.put(node, new HashSet<>());
  }

  void mined(Node node, SealedBlock block) {
    tally.count(Tally.Of.BLOCKS_MINED);
    honest.put(block.hash(), block);
    if (!parents.add(block.header().previous())) {
      tally.count(Tally.Of.FORKS);
      trace.add(node + " makes a fork");
    }
  }

  void accepted(Node node, Order order) {
    accepted.getOrDefault(node, new HashMap<>()).put(order.id(), order);
  }

  /** What this node has ever accepted. */
  Map<Hash, Order> accepted(Node node) {
    return accepted.getOrDefault(node, Map.of());
  }

  /** The chain of this node when it was last looked at. */
  List<StoredBlock> chain(Node node) {
    return List.copyOf(chains.getOrDefault(node, List.of()));
  }

  void refused(Node node, SealedBlock block, BlockRefused why) {
    if (isHonest(block) && !LACKING.contains(why.refused().code())) {
      throw new Violation(Check.HONEST, node + " refuses an honest block: " + why);
    }
  }

  /** Nobody answers a sync but by what it has: whoever finds fault with that is wrong. */
  void reported(Node node, SyncReport report) {
    boolean isFault = FAULTS.stream().anyMatch(report.detail()::contains);
    if (isFault && LACKING.stream().noneMatch(code -> report.detail().contains(code.name()))) {
      throw new Violation(Check.HONEST, node + " blames an honest peer: " + report);
    }
  }

  private boolean isHonest(SealedBlock block) {
    var made = honest.get(block.hash());
    return made != null
        && made.seal().equals(block.seal())
        && made.data().equals(block.data())
        && made.transactions().equals(block.transactions());
  }

  /** Looks whether the node has moved on as it should, and what it has dropped. */
  void look(Node node) {
    var before = chains.getOrDefault(node, List.of());
    var head = node.chain().head();
    if (!head.hash().equals(before.getLast().hash())) {
      moved(node, before, node.chain().block(head.hash()).orElseThrow());
    }
    lookAtDropped(node);
  }

  private void moved(Node node, List<StoredBlock> before, StoredBlock head) {
    if (head.header().previous().equals(before.getLast().hash())) {
      before.add(head);
      return;
    }
    var after = new ArrayList<>(node.chain().blocks(1, 1_000));
    int common = 0;
    while (common < Math.min(before.size(), after.size())
        && before.get(common).hash().equals(after.get(common).hash())) {
      common++;
    }
    int depth = before.size() - common;
    if (depth > 0) {
      tally.changeOfChain(depth);
      trace.add(node + " gives up " + depth + " for " + Trace.brief(head.hash()));
      mustCountMore(node, head, before.getLast());
      if (genesis.finalDepth() > 0 && depth > genesis.finalDepth()) {
        throw new Violation(Check.FINALITY, node + " gives up " + depth + " blocks");
      }
    }
    chains.put(node, after);
  }

  /** Section 6 of the protocol, once more. */
  private void mustCountMore(Node node, StoredBlock head, StoredBlock before) {
    int byWork = head.work().compareTo(before.work());
    boolean counts = byWork > 0;
    if (byWork == 0 && !genesis.miners().isEmpty()) {
      int byTurn = turn(head) - turn(before);
      counts = byTurn < 0 || (byTurn == 0 && head.hash().compareTo(before.hash()) < 0);
    }
    if (!counts) {
      throw new Violation(
          Check.HEAD, node + " leaves " + before.hash() + " for " + head.hash() + ", no better");
    }
  }

  private int turn(StoredBlock head) {
    int count = genesis.miners().size();
    int position = genesis.miners().indexOf(head.header().miner().orElseThrow());
    return Math.floorMod(position - head.header().index(), count);
  }

  private void lookAtDropped(Node node) {
    var known = dropped.getOrDefault(node, Set.of());
    var ids =
        node.host()
            .node()
            .get(JdbcClient.class)
            .sql("select id from dropped order by id")
            .query((row, n) -> Hash.wrap(row.getBytes(1)))
            .list();
    known.retainAll(ids);
    for (var id : ids) {
      var recorded = node.transactions().find(id);
      boolean isDropped =
          recorded.isPresent() && recorded.get().status() == Recorded.Status.DROPPED;
      if (isDropped && known.add(id)) {
        mustBeRefusedNow(node, recorded.get());
      } else if (!isDropped) {
        known.remove(id);
      }
    }
  }

  private void mustBeRefusedNow(Node node, Recorded recorded) {
    var transfer = (Transfer) recorded.transaction().content();
    var balance = node.accounts().balance(new AccountId(transfer.from(), transfer.asset()));
    var standing = new Standing(balance.available().max(BigInteger.ZERO), balance.nextNonce());
    var now = new Time(node.host().clock().millis());
    var head = node.chain().newest().header().time();
    Optional<String> why =
        TransferRules.judge(transfer, standing, head.isAfter(now) ? head : now)
            .map(refused -> refused.code().name());
    trace.add(node + " drops " + Trace.brief(recorded.transaction().id()));
    if (!why.equals(recorded.dropReason())) {
      throw new Violation(
          Check.REASON,
          node + " drops " + transfer + " for " + recorded.dropReason() + ", it is " + why);
    }
  }
}
