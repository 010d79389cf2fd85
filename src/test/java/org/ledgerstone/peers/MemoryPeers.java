package org.ledgerstone.peers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.SealedBlock;

/** Peers that hand out chains from memory, each as it likes: what a test makes them answer. */
final class MemoryPeers implements PeerNetwork {

  /** A peer. */
  static final class Node {

    private List<SealedBlock> chain;

    /** To what it changes its chain over as soon as it has said what is in common. */
    Optional<List<SealedBlock>> chainThen = Optional.empty();

    /** How many bodies were asked of it. */
    int bodiesAsked;

    /** Whether it answers at all. */
    boolean isAway;

    /** After so many bodies it goes away. */
    int bodiesMax = Integer.MAX_VALUE;

    /** So many bodies it hands out at once. */
    int bodiesAtOnce = 7;

    /** What happens while headers are on their way. */
    Runnable onHeaders = () -> {};

    /** What happens while bodies are on their way. */
    Runnable onBodies = () -> {};

    /** Whether it has no body for any header. */
    boolean hidesBodies;

    /** What is done to a header before it is handed out. */
    UnaryOperator<SealedHeader> header = UnaryOperator.identity();

    /** What is done to a block before it is handed out. */
    UnaryOperator<SealedBlock> block = UnaryOperator.identity();

    private Node(List<SealedBlock> chain) {
      this.chain = chain;
    }

    /** Changes over to another chain. */
    void changeTo(List<SealedBlock> other) {
      chain = other;
    }

    /** The head that it truly has. */
    PeerHead head() {
      var head = chain.getLast();
      return new PeerHead(head.header().index(), head.hash(), work());
    }

    /** The head with so much more work than there is. */
    PeerHead claiming(long more) {
      var head = head();
      return new PeerHead(
          head.index(), Hash.ofText("claimed"), work().add(BigInteger.valueOf(more)));
    }

    private BigInteger work() {
      return chain.stream()
          .skip(1)
          .map(block -> ProofOfWork.of(block.header().difficulty()))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }
  }

  private final Map<PeerUrl, Node> nodes = new HashMap<>();

  /** Adds a peer with this chain, genesis first. */
  Node add(PeerUrl url, List<SealedBlock> chain) {
    var node = new Node(chain);
    nodes.put(url, node);
    return node;
  }

  private Node node(PeerUrl peer) {
    var node = nodes.get(peer);
    if (node == null) {
      throw new IllegalArgumentException("No peer " + peer);
    }
    return node;
  }

  private static <T> PeerAnswer<T> away() {
    return new PeerAnswer.Failed<>(new PeerFailure(PeerFailure.Kind.UNREACHABLE, "Away."));
  }

  private <T> PeerAnswer<T> answer(PeerUrl peer, Function<Node, T> answer) {
    var node = node(peer);
    return node.isAway ? away() : new PeerAnswer.Got<>(answer.apply(node));
  }

  @Override
  public PeerAnswer<PeerFacts> facts(PeerUrl peer) {
    throw new UnsupportedOperationException("Not asked while catching up");
  }

  @Override
  public PeerAnswer<List<SealedHeader>> headers(PeerUrl peer, long from, int limit) {
    return answer(
        peer,
        node -> {
          var shown = shown(node, from, limit);
          node.onHeaders.run();
          return shown;
        });
  }

  private static List<SealedHeader> shown(Node node, long from, int limit) {
    return node.chain.stream()
        .filter(block -> block.header().index() >= from)
        .limit(limit)
        .map(b -> new SealedHeader(b.header(), b.hash(), b.seal().orElseThrow()))
        .map(node.header)
        .toList();
  }

  @Override
  public synchronized PeerAnswer<List<SealedBlock>> blocks(
      PeerUrl peer, List<SealedHeader> headers) {
    var node = node(peer);
    node.onBodies.run();
    int left = node.bodiesMax - node.bodiesAsked;
    if (left <= 0) {
      node.isAway = true;
    }
    return answer(
        peer,
        n -> {
          var asked = headers.stream().map(SealedHeader::hash).toList();
          var found = n.chain.stream().filter(b -> asked.contains(b.hash())).toList();
          if (n.hidesBodies || found.size() < asked.size()) {
            return List.of();
          }
          var given = found.stream().limit(Math.min(left, n.bodiesAtOnce)).map(n.block).toList();
          n.bodiesAsked += given.size();
          return given;
        });
  }

  @Override
  public PeerAnswer<Optional<ChainPoint>> common(PeerUrl peer, List<Hash> hashes) {
    return answer(
        peer,
        node -> {
          var known = new ArrayList<>(node.chain.stream().map(SealedBlock::hash).toList());
          node.chain = node.chainThen.orElse(node.chain);
          return hashes.stream()
              .filter(known::contains)
              .findFirst()
              .map(hash -> new ChainPoint(known.indexOf(hash) + 1, hash));
        });
  }

  @Override
  public PeerAnswer<Boolean> tellHead(PeerUrl peer, HeadNews news) {
    throw new UnsupportedOperationException("Nothing is told while catching up");
  }

  @Override
  public PeerAnswer<Reception> giveBlock(PeerUrl peer, SealedBlock block, BigInteger work) {
    throw new UnsupportedOperationException("Nothing is given while catching up");
  }

  @Override
  public PeerAnswer<Boolean> giveOrders(PeerUrl peer, List<Order> orders) {
    throw new UnsupportedOperationException("Nothing is given while catching up");
  }
}
