package org.ledgerstone.peers;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The list of the other nodes, at most {@value #COUNT_MAX}. Safe for any thread.
 *
 * <p>Not built yet: the handshake, the table that keeps the list, and catching up.
 */
@Component
public class Peers {

  /** How many peers a node takes. */
  public static final int COUNT_MAX = 200;

  private final Map<PeerUrl, Peer> known = new LinkedHashMap<>();
  private final Clock clock;

  Peers(Clock clock) {
    this.clock = clock;
  }

  /** All of them, in the order in which they were added. */
  public synchronized List<Peer> all() {
    return List.copyOf(known.values());
  }

  /** Puts a node on the list. */
  public synchronized AddOutcome add(PeerUrl url) {
    var before = known.get(url);
    if (before != null) {
      return new AddOutcome.Known(before);
    }
    if (known.size() >= COUNT_MAX) {
      return new AddOutcome.Refused(
          PeerRefusal.PEERS_FULL, "At most " + COUNT_MAX + "; remove one first.");
    }
    var peer = Peer.added(url, clock.instant());
    known.put(url, peer);
    return new AddOutcome.Added(peer);
  }

  /**
   * Takes a node off the list.
   *
   * @return whether it was on it
   */
  public synchronized boolean remove(PeerUrl url) {
    return known.remove(url) != null;
  }

  /**
   * Asks every peer now, whatever its back-off, and returns when all have answered or failed. A
   * peer that is away is a report, not an exception.
   */
  public synchronized List<SyncReport> sync() {
    return known.keySet().stream()
        .map(url -> new SyncReport(url, false, 0, false, "Was not asked."))
        .toList();
  }
}
