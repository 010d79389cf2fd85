package org.ledgerstone.simulation;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.peers.HeadNews;
import org.ledgerstone.peers.PeerAnswer;
import org.ledgerstone.peers.PeerFacts;
import org.ledgerstone.peers.PeerHead;
import org.ledgerstone.peers.PeerNetwork;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestKeys;

/** The other nodes as one node reaches them: what they answer comes from their ledgers. */
final class SimulatedPeers implements PeerNetwork {

  private static final WalletKey FORGER = TestKeys.key(99);

  private final Network network;
  private final Node self;
  private final List<Node> all;

  /**
   * The network of one node.
   *
   * @param all the nodes, also those that are added later
   */
  SimulatedPeers(Network network, Node self, List<Node> all) {
    this.network = network;
    this.self = self;
    this.all = all;
  }

  private Node at(PeerUrl url) {
    return all.stream().filter(node -> node.url().equals(url)).findFirst().orElseThrow();
  }

  @Override
  public PeerAnswer<PeerFacts> facts(PeerUrl peer) {
    var node = at(peer);
    return network.call(
        self,
        node,
        "facts",
        () -> {
          var head = node.chain().head();
          return new PeerFacts(
              1,
              node.toString(),
              node.host().genesis().block().hash(),
              new PeerHead(head.index(), head.hash(), head.work()),
              Duration.ofMillis(1));
        });
  }

  @Override
  public PeerAnswer<List<SealedHeader>> headers(PeerUrl peer, long from, int limit) {
    var node = at(peer);
    return network.call(
        self,
        node,
        "headers from " + from,
        () ->
            node.chain().blocks(from, limit).stream()
                .map(b -> new SealedHeader(b.header(), b.hash(), b.seal().orElseThrow()))
                .toList());
  }

  @Override
  public PeerAnswer<List<SealedBlock>> blocks(PeerUrl peer, List<SealedHeader> headers) {
    var node = at(peer);
    return network.call(
        self,
        node,
        headers.size() + " blocks up to " + Trace.brief(headers.getLast().hash()),
        () -> node.bodies(headers));
  }

  @Override
  public PeerAnswer<Optional<ChainPoint>> common(PeerUrl peer, List<Hash> hashes) {
    var node = at(peer);
    return network.call(
        self,
        node,
        "common of " + hashes.size(),
        () ->
            hashes.stream()
                .flatMap(hash -> node.chain().block(hash).stream())
                .findFirst()
                .map(b -> new ChainPoint(b.header().index(), b.hash())));
  }

  @Override
  public PeerAnswer<Boolean> tellHead(PeerUrl peer, HeadNews news) {
    var node = at(peer);
    return network.call(
        self, node, "head " + Trace.brief(news.hash()), () -> node.hears(news, self));
  }

  @Override
  public PeerAnswer<Reception> giveBlock(PeerUrl peer, SealedBlock block, BigInteger work) {
    var node = at(peer);
    if (network.isForged()) {
      give(node, forged(block), "forged ");
    }
    return give(node, block, "block ").map(SimulatedPeers::reception);
  }

  private PeerAnswer<AppendOutcome> give(Node node, SealedBlock block, String what) {
    return network.call(self, node, what + Trace.brief(block.hash()), () -> node.append(block));
  }

  /** The true header with what is wrong, such that the hash is not to blame. */
  private static SealedBlock forged(SealedBlock block) {
    return block.header().index() % 2 == 0
        ? new SealedBlock(
            block.header(),
            Optional.of(FORGER.sign(block.hash().bytes())),
            block.data(),
            block.transactions())
        : new SealedBlock(block.header(), block.seal(), "forged", block.transactions());
  }

  private static Reception reception(AppendOutcome outcome) {
    return switch (outcome) {
      case AppendOutcome.Appended a -> Reception.APPENDED;
      case AppendOutcome.Replaced r -> Reception.APPENDED;
      case AppendOutcome.Known k -> Reception.KNOWN;
      case AppendOutcome.KeptAside k -> Reception.ASIDE;
      case AppendOutcome.Rejected r -> Reception.REFUSED;
      case AppendOutcome.Unwanted u -> throw new IllegalStateException("Nobody was asked");
    };
  }

  @Override
  public PeerAnswer<Boolean> giveOrders(PeerUrl peer, List<Order> orders) {
    var node = at(peer);
    return network.call(
        self,
        node,
        orders.size() + " orders",
        () -> {
          node.hears(orders, self);
          return true;
        });
  }
}
