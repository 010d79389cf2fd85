package org.ledgerstone.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Another node, and how it was when it was last asked.
 *
 * @param url where it is reached
 * @param added when it was put on the list
 * @param lastSeen when it last answered as a node of this ledger does
 * @param head how far it then was
 * @param roundTrip how long that answer took
 * @param lastError why the last call failed; empty after one that did not
 * @param failures how many calls have failed since the last that did not
 * @param notBefore until when it is left alone because of them
 */
public record Peer(
    PeerUrl url,
    Instant added,
    Optional<Instant> lastSeen,
    Optional<PeerHead> head,
    Optional<Duration> roundTrip,
    Optional<String> lastError,
    int failures,
    Optional<Instant> notBefore) {

  /** A peer that was not asked yet. */
  static Peer added(PeerUrl url, Instant now) {
    return new Peer(
        url,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }
}
