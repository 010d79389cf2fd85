package org.ledgerstone.peers;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What this instance remembers of its peers, beside the list, as long as it runs: which have turned
 * out to be nodes of this ledger, and what is to be done soon with which. Thread-safe.
 */
final class Met {

  private final Set<PeerUrl> met = ConcurrentHashMap.newKeySet();
  private final Set<PeerUrl> newcomers = ConcurrentHashMap.newKeySet();
  private final Set<PeerUrl> wanted = ConcurrentHashMap.newKeySet();

  /**
   * The peer is a node of this ledger.
   *
   * @return whether that was not known
   */
  boolean add(PeerUrl peer) {
    if (met.contains(peer)) {
      return false;
    }
    // In this order, so that nobody takes it for one who has been here before.
    newcomers.add(peer);
    return met.add(peer);
  }

  /** The peer was away, or not to be talked to, and may have missed something. */
  void isBack(PeerUrl peer) {
    newcomers.add(peer);
  }

  /**
   * The peer is none to talk to any more.
   *
   * @return whether it was
   */
  boolean remove(PeerUrl peer) {
    newcomers.remove(peer);
    return met.remove(peer);
  }

  boolean includes(PeerUrl peer) {
    return met.contains(peer);
  }

  /** Those that are new, or back; they are not any more then. */
  List<PeerUrl> takeNewcomers() {
    return take(newcomers, met::contains);
  }

  /** A sync with this peer is wanted. */
  void want(PeerUrl peer) {
    wanted.add(peer);
  }

  /** Those with which a sync is wanted; it is not any more then. */
  List<PeerUrl> takeWanted() {
    return take(wanted, peer -> true);
  }

  private static List<PeerUrl> take(Set<PeerUrl> peers, Predicate<PeerUrl> which) {
    var taken = peers.stream().filter(which).toList();
    taken.forEach(peers::remove);
    return taken;
  }
}
