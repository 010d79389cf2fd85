package org.ledgerstone.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.simulation.Violation.Check;
import org.ledgerstone.testing.Invariants;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold when the network is whole again and quiet. */
final class Ending {

  private final Kind kind;
  private final List<Node> nodes;
  private final Watch watch;
  private final Tally tally;

  Ending(Kind kind, List<Node> nodes, Watch watch, Tally tally) {
    this.kind = kind;
    this.nodes = nodes;
    this.watch = watch;
    this.tally = tally;
  }

  /** Checks the nodes, one and all. */
  void check() {
    agreement();
    for (var node : nodes) {
      try {
        Invariants.check(node.host().node());
      } catch (AssertionError e) {
        throw new Violation(Check.INVARIANTS, node + ": " + e.getMessage(), e);
      }
    }
    var replayed = new HashMap<Hash, ChainInMemory>();
    for (var node : nodes) {
      var head = node.chain().head().hash();
      var model = replayed.computeIfAbsent(head, hash -> replay(node));
      compare(node, model);
      custody(node, model);
    }
    countOrders();
  }

  /** One head, unless what is final parts them. */
  private void agreement() {
    boolean isSplit = false;
    var first = watch.chain(nodes.getFirst());
    for (var node : nodes) {
      var chain = watch.chain(node);
      if (!chain.getLast().hash().equals(first.getLast().hash())) {
        if (!isFinalFrom(common(first, chain), first, chain)) {
          throw new Violation(
              Check.AGREEMENT, nodes.getFirst() + " and " + node + " stay on different chains");
        }
        isSplit = true;
      }
    }
    if (isSplit) {
      tally.count(Tally.Of.SPLIT_BY_FINALITY);
    }
  }

  static int common(List<StoredBlock> one, List<StoredBlock> other) {
    int common = 0;
    while (common < Math.min(one.size(), other.size())
        && one.get(common).hash().equals(other.get(common).hash())) {
      common++;
    }
    return common;
  }

  /** Whether the block after these is final on the chain that counts less. */
  private boolean isFinalFrom(int common, List<StoredBlock> one, List<StoredBlock> other) {
    int depth = Math.min(one.size(), other.size()) - common;
    return kind.genesis().finalDepth() > 0 && depth > kind.genesis().finalDepth();
  }

  private ChainInMemory replay(Node node) {
    var chain = new ChainInMemory(kind.genesis());
    long length = node.chain().head().index();
    for (long index = 2; index <= length; index++) {
      var block = node.chain().whole(index).orElseThrow();
      try {
        chain.accept(block);
      } catch (AssertionError e) {
        throw new Violation(Check.MODEL, node + ", block " + index + ": " + e.getMessage(), e);
      }
    }
    return chain;
  }

  private static void compare(Node node, ChainInMemory model) {
    Map<AccountId, Standing> stored = new HashMap<>();
    node.host()
        .node()
        .get(JdbcClient.class)
        .sql("select address, asset, valid, next_nonce from accounts")
        .query(row -> {
          stored.put(
              new AccountId(
                  new Address(row.getString("address")), new Asset(row.getString("asset"))),
              new Standing(
                  row.getBigDecimal("valid").toBigIntegerExact(), row.getLong("next_nonce")));
        });
    if (!stored.equals(model.standings())) {
      throw new Violation(
          Check.MODEL, node + " has " + stored + ", the model " + model.standings());
    }
  }

  /** Nothing that was accepted is lost, and nothing stands there twice. */
  private void custody(Node node, ChainInMemory model) {
    var sealed = new HashSet<Hash>();
    for (var block : model.blocks()) {
      for (var transaction : block.transactions()) {
        if (!sealed.add(transaction.id())) {
          throw new Violation(Check.CUSTODY, transaction + " stands in the chain twice");
        }
      }
    }
    for (var order : watch.accepted(node).values()) {
      var status = node.transactions().find(order.id()).map(Recorded::status);
      boolean isRight =
          status.isPresent()
              && (status.get() == Recorded.Status.VALID) == sealed.contains(order.id());
      if (!isRight) {
        throw new Violation(Check.CUSTODY, node + " accepted " + order + ", it is " + status);
      }
    }
  }

  /** What has become of each order that some node accepted: the best that any node says. */
  private void countOrders() {
    Map<Hash, Set<Recorded.Status>> found = new HashMap<>();
    for (var node : nodes) {
      for (var id : watch.accepted(node).keySet()) {
        node.transactions()
            .find(id)
            .ifPresent(
                recorded -> found.computeIfAbsent(id, i -> new HashSet<>()).add(recorded.status()));
      }
    }
    for (var statuses : found.values()) {
      tally.count(Tally.Of.ORDERS_ACCEPTED);
      tally.count(
          statuses.contains(Recorded.Status.VALID)
              ? Tally.Of.ORDERS_VALID
              : statuses.contains(Recorded.Status.PENDING)
                  ? Tally.Of.ORDERS_PENDING
                  : Tally.Of.ORDERS_DROPPED);
    }
  }
}
