package org.ledgerstone.peers;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.Hash;

/**
 * Which peers have sent what, so that it is not sent back to them. Remembers so many things, the
 * latest ones. Thread-safe.
 */
final class Senders {

  static final int THINGS_MAX = 50_000;

  private final Map<Hash, Set<PeerUrl>> senders =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Set<PeerUrl>> eldest) {
          return size() > THINGS_MAX;
        }
      };

  /** The peer has sent these. */
  synchronized void add(PeerUrl peer, Collection<Hash> things) {
    things.forEach(thing -> senders.merge(thing, Set.of(peer), Senders::joined));
  }

  private static Set<PeerUrl> joined(Set<PeerUrl> some, Set<PeerUrl> more) {
    if (some.containsAll(more)) {
      return some;
    }
    var all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }

  /** What the peer sent under these names was not what they stand for. */
  synchronized void remove(PeerUrl peer, Collection<Hash> things) {
    things.forEach(thing ->
        senders.computeIfPresent(
            thing,
            (name, peers) -> {
              var rest = new HashSet<>(peers);
              rest.remove(peer);
              return rest.isEmpty() ? null : Set.copyOf(rest);
            }));
  }

  /** Whether the peer has sent this. */
  synchronized boolean includes(PeerUrl peer, Hash thing) {
    return senders.getOrDefault(thing, Set.of()).contains(peer);
  }
}
