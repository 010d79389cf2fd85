package org.ledgerstone.peers;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.TestNode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The room as one life of a node has it, over another network and without threads: whoever holds it
 * decides when what is done. It remembers nothing of the life before but what the database has.
 */
public final class PeersByHand {

  private final Peers peers;
  private final Announcer announcer;
  private final Gossip gossip;

  /**
   * Begins a life.
   *
   * @param chance what is drawn where nodes are not to do the same at the same time
   */
  public PeersByHand(TestNode node, PeerNetwork network, RandomGenerator chance) {
    var chain = node.get(Chain.class);
    var appending = node.get(Appending.class);
    var clock = node.get(Clock.class);
    var rules = node.get(RuleBook.class);
    // Bodies come one after the other, by the thread that asks for them.
    var catchingUp =
        new CatchingUp(network, appending, chain, clock, Runnable::run, node.get(Progress.class));
    var handshake =
        new Handshake(network, node.get(NodeIdentity.class), node.get(OwnUrl.class), rules);
    var backOff = new BackOff(chance);
    this.peers =
        new Peers(
            node.get(PeerTable.class),
            node.get(SchemaLevel.class),
            handshake,
            catchingUp,
            backOff,
            clock,
            node.get(PlatformTransactionManager.class));
    this.announcer =
        new Announcer(peers, network, chain, node.get(Transactions.class), rules, backOff, clock);
    this.gossip = new Gossip(peers, announcer, node.get(Admission.class), appending, rules);
    peers.reload();
  }

  /** Takes all peers off a node's list. */
  public static void forget(TestNode node) {
    node.get(JdbcClient.class).sql("delete from peers").update();
  }

  /** Puts peers on the list, as the settings do. */
  public void expect(List<PeerUrl> urls) {
    peers.expect(urls);
  }

  /** Puts a peer on the list, as somebody who calls does. */
  public AddOutcome add(PeerUrl url) {
    return peers.add(url);
  }

  /** The peers to be asked now; those that a sync was wanted with are so only once. */
  public List<PeerUrl> toAsk() {
    return Stream.concat(peers.due().stream(), peers.takeWanted().stream()).distinct().toList();
  }

  /** Asks a peer how far it is and catches up with it. */
  public SyncReport sync(PeerUrl peer) {
    return peers.sync(peer);
  }

  /** The peers to be told something now. */
  public List<PeerUrl> toTell() {
    return announcer.waiting();
  }

  /** Whether what is to be told should not wait for more. */
  public boolean isUrgent(PeerUrl peer) {
    return announcer.isUrgent(peer);
  }

  /** Tells a peer one thing; whether there may be more. */
  public boolean tell(PeerUrl peer) {
    return announcer.deliver(peer);
  }

  /** This node has another head. */
  public void isHead(Hash block) {
    announcer.isHead(block);
  }

  /** This node has accepted orders. */
  public void areAccepted(List<Order> orders) {
    announcer.areAccepted(orders);
  }

  /** A peer tells of a block; whether it is to be sent. */
  public boolean hears(HeadNews news, PeerUrl sender) {
    return gossip.head(news, Optional.of(sender)) instanceof Gossip.HeadAnswer.Heard(var wanted)
        && wanted;
  }

  /** A peer sends orders. Unsigned ones would not get in. */
  public void hears(List<Order> orders, PeerUrl sender) {
    gossip.orders(
        orders.stream().filter(order -> order.authorization().signature().isPresent()).toList(),
        Optional.of(sender));
  }
}
