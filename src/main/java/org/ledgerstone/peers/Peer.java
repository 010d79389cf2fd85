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

  /** How often a peer that answers is asked how far it is. */
  static final Duration ASKED_EVERY = Duration.ofSeconds(30);

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

  /** Whether it has failed, or was not asked for a while. */
  boolean isDue(Instant now) {
    return failures > 0 || lastSeen.filter(seen -> seen.plus(ASKED_EVERY).isAfter(now)).isEmpty();
  }

  /** The same peer after it has said how far it is. What failed before is not forgotten by that. */
  Peer met(PeerFacts facts, Instant now) {
    return new Peer(
        url,
        added,
        Optional.of(now),
        Optional.of(facts.head()),
        Optional.of(facts.roundTrip()),
        lastError,
        failures,
        notBefore);
  }

  /** The same peer with nothing against it any more. */
  Peer recovered() {
    return new Peer(url, added, lastSeen, head, roundTrip, Optional.empty(), 0, Optional.empty());
  }

  /** The same peer after a call that failed. */
  Peer failed(String error, Instant now, BackOff backOff) {
    int more = Math.addExact(failures, 1);
    return new Peer(
        url,
        added,
        lastSeen,
        head,
        roundTrip,
        Optional.of(error),
        more,
        Optional.of(now.plus(backOff.after(more))));
  }

  /** Whether it is to be left alone at this moment. */
  boolean isBackedOff(Instant now) {
    return notBefore.filter(now::isBefore).isPresent();
  }
}
