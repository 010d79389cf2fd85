package org.ledgerstone.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.peers.HeadNews;
import org.ledgerstone.peers.PeerAnswer;
import org.ledgerstone.peers.PeerNetwork;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;

/**
 * How nodes tell one another: a new head and new orders go to every other node but the one they
 * came from; who hears of a block whose parent it lacks asks for the whole branch.
 */
final class Gossip implements SimulatedPeers.Receiver {

  private record Way(Node from, Node to) {}

  /** What one node still has to tell another; only the newest head is worth telling. */
  private static final class Outbox {
    final ArrayDeque<Order> orders = new ArrayDeque<>();
    Optional<Hash> head = Optional.empty();
    boolean atWork;
  }

  private final Timeline timeline;
  private final List<Node> nodes;
  private final Map<Node, PeerNetwork> networks = new HashMap<>();
  private final Map<Way, Outbox> outboxes = new HashMap<>();
  private final Set<Way> pulling = new HashSet<>();

  Gossip(Timeline timeline, Network network, List<Node> nodes) {
    this.timeline = timeline;
    this.nodes = nodes;
    nodes.forEach(node -> networks.put(node, new SimulatedPeers(network, node, nodes, this)));
  }

  private PeerNetwork of(Node node) {
    return Optional.ofNullable(networks.get(node)).orElseThrow();
  }

  /** What a node does for itself, unless it ends meanwhile. */
  private void start(Node node, Runnable work) {
    long life = node.life();
    timeline.startAfter(
        0,
        () -> {
          try {
            if (node.life() == life && !node.isDown()) {
              work.run();
            }
          } catch (Network.NodeGone e) {
            // Nobody is left to do anything.
          }
        });
  }

  /** The node has ended: what it had to tell is forgotten. */
  void forget(Node node) {
    outboxes.keySet().removeIf(way -> way.from() == node);
    pulling.removeIf(way -> way.from() == node);
  }

  /** The node has another head. */
  void announceHead(Node node, Optional<Node> except) {
    for (var other : nodes) {
      if (other != node && !Optional.of(other).equals(except)) {
        var outbox = outboxes.computeIfAbsent(new Way(node, other), way -> new Outbox());
        outbox.head = Optional.of(node.chain().head().hash());
        empty(node, other, outbox);
      }
    }
  }

  /** The node has accepted these. */
  void announce(Node node, List<Order> orders, Optional<Node> except) {
    for (var other : nodes) {
      if (other != node && !Optional.of(other).equals(except)) {
        var outbox = outboxes.computeIfAbsent(new Way(node, other), way -> new Outbox());
        outbox.orders.addAll(orders);
        empty(node, other, outbox);
      }
    }
  }

  private void empty(Node node, Node other, Outbox outbox) {
    if (outbox.atWork) {
      return;
    }
    outbox.atWork = true;
    start(
        node,
        () -> {
          while (!outbox.orders.isEmpty() || outbox.head.isPresent()) {
            if (!outbox.orders.isEmpty()) {
              var orders = List.copyOf(outbox.orders);
              outbox.orders.clear();
              of(node).giveOrders(other.url(), orders);
            }
            var head = outbox.head;
            outbox.head = Optional.empty();
            head.ifPresent(hash -> tell(node, other, hash));
          }
          outbox.atWork = false;
        });
  }

  private void tell(Node node, Node other, Hash hash) {
    var stored = node.chain().block(hash);
    if (stored.isEmpty()) {
      return; // It has been replaced by another one, which will be told.
    }
    var block = stored.get();
    var header = block.header();
    var news =
        new HeadNews(
            node.host().genesis().block().hash(),
            header.index(),
            hash,
            header.previous(),
            block.work());
    boolean isWanted =
        of(node).tellHead(other.url(), news) instanceof PeerAnswer.Got<Boolean>(var wanted)
            && wanted;
    if (isWanted) {
      node.chain()
          .block(hash)
          .flatMap(b -> node.chain().whole(b.header().index()))
          .ifPresent(whole -> of(node).giveBlock(other.url(), whole, block.work()));
    }
  }

  @Override
  public boolean hears(Node node, Node from, HeadNews news) {
    if (node.appending().isKnown(news.hash())) {
      return false;
    }
    boolean hasParent = node.appending().isKnown(news.previous());
    if (!hasParent) {
      pull(node, from);
    }
    return hasParent;
  }

  @Override
  public AppendOutcome gets(Node node, Node from, SealedBlock block) {
    var outcome = node.append(block);
    switch (outcome) {
      case AppendOutcome.Appended a -> announceHead(node, Optional.of(from));
      case AppendOutcome.Replaced r -> announceHead(node, Optional.of(from));
      case AppendOutcome.Rejected(var why) -> {
        if (why.refused().code() == Refusal.PARENT_UNKNOWN) {
          pull(node, from);
        }
      }
      default -> {}
    }
    return outcome;
  }

  @Override
  public void gets(Node node, Node from, List<Order> orders) {
    var fresh = new ArrayList<Order>();
    for (var order : orders) {
      if (node.admit(order)) {
        fresh.add(order);
      }
    }
    if (!fresh.isEmpty()) {
      announce(node, fresh, Optional.of(from));
    }
  }

  /** The node asks another one for what it lacks, unless it is doing so already. */
  void pull(Node node, Node from) {
    var way = new Way(node, from);
    if (pulling.add(way)) {
      start(
          node,
          () -> {
            var pull = new Pull(node, from.url(), of(node));
            boolean moved = pull.now();
            pulling.remove(way);
            if (moved) {
              announceHead(node, Optional.of(from));
            }
          });
    }
  }
}
