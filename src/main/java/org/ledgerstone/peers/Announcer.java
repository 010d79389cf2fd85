package org.ledgerstone.peers;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Tells the peers of new blocks and of orders that were accepted here: each peer of each thing
 * once, and not the one that it came from. A peer that is new, or back after a failure, is offered
 * what has been pending before, and before anything that follows on it. Whoever calls it decides
 * when: {@link #deliver} makes at most two calls to one peer and returns.
 */
@Component
public class Announcer {

  private final Peers peers;
  private final PeerNetwork network;
  private final Chain chain;
  private final Transactions transactions;
  private final Hash genesis;
  private final BackOff backOff;
  private final Clock clock;
  private final Senders senders = new Senders();
  private final Map<PeerUrl, Outbox> outboxes = new ConcurrentHashMap<>();

  Announcer(
      Peers peers,
      PeerNetwork network,
      Chain chain,
      Transactions transactions,
      RuleBook rules,
      BackOff backOff,
      Clock clock) {
    this.peers = peers;
    this.network = network;
    this.chain = chain;
    this.transactions = transactions;
    this.genesis = rules.ledger();
    this.backOff = backOff;
    this.clock = clock;
  }

  /** This block is the newest of the chain now: to be told. */
  public void isHead(Hash block) {
    for (var peer : receivers()) {
      if (!senders.includes(peer, block)) {
        outbox(peer).addHead(block);
      }
    }
  }

  /** These orders have been accepted here: to be sent. */
  public void areAccepted(List<Order> orders) {
    for (var peer : receivers()) {
      outbox(peer)
          .addOrders(orders.stream().filter(order -> !senders.includes(peer, order.id())).toList());
    }
  }

  /** Peers that have been taken off the list have no outbox any more. */
  private List<PeerUrl> receivers() {
    var met = peers.met();
    outboxes.keySet().retainAll(met);
    greet();
    return met;
  }

  private void greet() {
    peers.takeNewcomers().forEach(peer -> outbox(peer).wantOffer());
  }

  private Outbox outbox(PeerUrl peer) {
    return outboxes.computeIfAbsent(peer, p -> new Outbox());
  }

  /** The peer has these blocks or orders, for it has just sent them. */
  void areFrom(PeerUrl peer, Collection<Hash> things) {
    senders.add(peer, things);
    var outbox = outboxes.get(peer);
    if (outbox != null) {
      outbox.forget(things);
    }
  }

  /** What the peer sent under these names was not what they stand for. */
  void areNotFrom(PeerUrl peer, Collection<Hash> things) {
    senders.remove(peer, things);
  }

  /** The peers that something is to be told now. */
  public List<PeerUrl> waiting() {
    greet();
    var now = clock.instant();
    return outboxes.entrySet().stream()
        .filter(entry -> entry.getValue().isDue(now))
        .map(Map.Entry::getKey)
        .filter(peers::isFit)
        .toList();
  }

  /** Whether a call to this peer is worth its while: there is a block, or a full load of orders. */
  boolean isUrgent(PeerUrl peer) {
    var outbox = outboxes.get(peer);
    return outbox != null && (outbox.hasHead() || outbox.orderCount() >= PeerNetwork.ORDERS_MAX);
  }

  /**
   * Tells a peer one thing: a block, or up to a thousand orders.
   *
   * @return whether there was something, and it may be that there is more
   */
  public boolean deliver(PeerUrl peer) {
    var outbox = outboxes.get(peer);
    if (outbox == null || !outbox.isDue(clock.instant()) || !peers.isFit(peer)) {
      return false;
    }
    var head = outbox.takeHead();
    if (head.isPresent()) {
      tell(peer, outbox, head.get());
      return true;
    }
    if (outbox.takeOffer(clock.instant())) {
      offer(peer, outbox);
    }
    var orders = outbox.takeOrders(PeerNetwork.ORDERS_MAX);
    if (!orders.isEmpty()) {
      give(peer, outbox, orders);
    }
    return !orders.isEmpty();
  }

  private void offer(PeerUrl peer, Outbox outbox) {
    try {
      outbox.offer(
          transactions.pending(0, Outbox.OFFERED_MAX).stream()
              .map(pending -> pending.transaction().transaction().order())
              .filter(order -> !senders.includes(peer, order.id()))
              .toList(),
          clock.instant());
    } catch (DataAccessException | TransactionException e) {
      outbox.wantOffer();
      throw e;
    }
  }

  private void give(PeerUrl peer, Outbox outbox, List<Order> orders) {
    switch (network.giveOrders(peer, orders)) {
      case PeerAnswer.Got<Boolean> got -> outbox.succeeded();
      case PeerAnswer.Failed<Boolean>(var failure) -> {
        failed(peer, outbox, failure);
        if (isWorthAnotherTry(failure)) {
          outbox.putBack(orders);
        }
      }
    }
  }

  private void tell(PeerUrl peer, Outbox outbox, Hash hash) {
    // One that has left the chain meanwhile is no news any more.
    chain.block(hash).ifPresent(block -> tell(peer, outbox, block));
  }

  private void tell(PeerUrl peer, Outbox outbox, StoredBlock block) {
    var header = block.header();
    var news = new HeadNews(genesis, header.index(), block.hash(), header.previous(), block.work());
    switch (network.tellHead(peer, news)) {
      case PeerAnswer.Got<Boolean>(var wanted) -> {
        if (wanted) {
          give(peer, outbox, block);
        } else {
          outbox.succeeded();
        }
      }
      case PeerAnswer.Failed<Boolean>(var failure) -> failed(peer, outbox, block, failure);
    }
  }

  private void give(PeerUrl peer, Outbox outbox, StoredBlock block) {
    var whole = chain.whole(block.header().index()).filter(w -> w.hash().equals(block.hash()));
    if (whole.isPresent()) {
      switch (network.giveBlock(peer, whole.get(), block.work())) {
        case PeerAnswer.Got<PeerNetwork.Reception> got -> outbox.succeeded();
        case PeerAnswer.Failed<PeerNetwork.Reception>(var failure) ->
            failed(peer, outbox, block, failure);
      }
    }
  }

  private void failed(PeerUrl peer, Outbox outbox, StoredBlock block, PeerFailure failure) {
    failed(peer, outbox, failure);
    if (isWorthAnotherTry(failure)) {
      outbox.addHead(block.hash());
    }
  }

  private void failed(PeerUrl peer, Outbox outbox, PeerFailure failure) {
    outbox.failed(clock.instant(), backOff);
    peers.failed(peer, failure);
  }

  /** What a peer cannot read once it cannot read again. */
  private static boolean isWorthAnotherTry(PeerFailure failure) {
    return failure.kind() == PeerFailure.Kind.UNREACHABLE
        || failure.kind() == PeerFailure.Kind.TOO_SLOW;
  }
}
