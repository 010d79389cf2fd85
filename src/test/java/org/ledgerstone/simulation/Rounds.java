package org.ledgerstone.simulation;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.ledgerstone.ledger.BlockAppended;
import org.ledgerstone.ledger.ChainReplaced;
import org.ledgerstone.ledger.TransactionsAccepted;
import org.ledgerstone.peers.HeadNews;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.PeersByHand;
import org.ledgerstone.protocol.Order;

/** One life of a node among its peers: what otherwise threads do, one step after the other. */
final class Rounds {

  private static final long GATHERING_MILLIS = 20;
  private static final long TURN_MILLIS = 25;

  private final Node node;
  private final PeersByHand peers;
  private final Timeline timeline;
  private final Watch watch;
  private final Trace trace;
  private final long life;
  private final Queue<Object> news = new ArrayDeque<>();
  private final Set<PeerUrl> asking = new HashSet<>();
  private final Set<PeerUrl> telling = new HashSet<>();
  private boolean catchesUp;

  /** Begins a life. */
  Rounds(Node node, PeersByHand peers, Timeline timeline, Watch watch, Trace trace) {
    this.node = node;
    this.peers = peers;
    this.timeline = timeline;
    this.watch = watch;
    this.trace = trace;
    this.life = node.life();
  }

  /** Puts peers on the list. */
  void expect(List<PeerUrl> others) {
    peers.expect(others);
  }

  /** The ledger has something new, which is told as soon as somebody looks. */
  void add(Object event) {
    news.add(event);
  }

  /** Asks and tells whomever it is time for. */
  void look() {
    peers.toAsk().forEach(this::ask);
    announce();
  }

  /** Tells what is new. */
  void announce() {
    for (var next = news.poll(); next != null; next = news.poll()) {
      switch (next) {
        case BlockAppended appended -> peers.isHead(appended.hash());
        case ChainReplaced replaced -> peers.isHead(replaced.after());
        case TransactionsAccepted accepted -> peers.areAccepted(accepted.orders());
        default -> throw new IllegalStateException("Nobody knows " + next);
      }
    }
    peers.toTell().forEach(this::tell);
  }

  /** Asks a peer how far it is, and catches up if need be. */
  void ask(PeerUrl peer) {
    start(
        asking,
        peer,
        () -> {
          while (catchesUp) {
            sleep(TURN_MILLIS); // Who waits for the lock of another would hold up everybody.
          }
          catchesUp = true;
          try {
            var report = peers.sync(peer);
            trace.add(node + " is through with " + report);
            watch.reported(node, report);
          } finally {
            catchesUp = false;
          }
          announce();
        });
  }

  private void tell(PeerUrl peer) {
    start(
        telling,
        peer,
        () -> {
          boolean isMore = true;
          while (isMore) {
            if (!peers.isUrgent(peer)) {
              sleep(GATHERING_MILLIS);
            }
            isMore = peers.tell(peer);
          }
        });
  }

  private void sleep(long millis) {
    timeline.sleep(millis);
    node.mustLive(life);
  }

  /** Begins what this node does by itself, unless it is at it; it ends with this life. */
  private void start(Set<PeerUrl> underway, PeerUrl peer, Runnable work) {
    if (underway.add(peer)) {
      timeline.startAfter(
          0,
          () -> {
            try {
              node.mustLive(life);
              work.run();
            } catch (Node.Gone e) {
              trace.add("The end of what " + node + " did with " + peer);
            } catch (CompletionException e) {
              if (!(e.getCause() instanceof Node.Gone)) {
                throw e;
              }
            } finally {
              underway.remove(peer);
            }
          });
    }
  }

  /** Hears of a block; whether it is wanted. */
  boolean hears(HeadNews head, PeerUrl from) {
    return peers.hears(head, from);
  }

  /** Hears of orders. */
  void hears(List<Order> orders, PeerUrl from) {
    peers.hears(orders, from);
    announce();
  }

  /** Whether it is in the middle of something; what waits for the end of a back-off is nothing. */
  boolean isAtWork() {
    return !asking.isEmpty() || !telling.isEmpty() || !news.isEmpty();
  }
}
