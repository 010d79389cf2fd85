package org.ledgerstone.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;

/**
 * What one peer is still to be told, each thing once. Bounded: where there is no room the oldest
 * goes, since a later sync brings it. Thread-safe.
 */
final class Outbox {

  static final int HEADS_MAX = 16;
  static final int ORDERS_MAX = 10_000;

  /** How much of the pool a peer is offered at once: the oldest, which the others build on. */
  static final int OFFERED_MAX = 5_000;

  /** A peer that comes and goes is not offered the pool each time. */
  static final Duration OFFERED_EVERY = Duration.ofSeconds(30);

  /** In JSON a byte may come to be six, and a call takes 4 MiB. */
  private static final int TEXT_BYTES_A_CALL = 512 * 1024;

  private final ArrayDeque<Hash> heads = new ArrayDeque<>();
  private final Map<Hash, Order> orders = new LinkedHashMap<>();
  private final Set<Hash> offered = new HashSet<>();
  private boolean offerWanted;
  private Instant lastOffer = Instant.EPOCH;
  private int failures;
  private Instant notBefore = Instant.EPOCH;

  synchronized void addHead(Hash block) {
    if (!heads.contains(block)) {
      heads.addLast(block);
    }
    while (heads.size() > HEADS_MAX) {
      heads.removeFirst();
    }
  }

  /** Those that come from the pool are not told once more by the news of them. */
  synchronized void addOrders(Collection<Order> more) {
    add(more.stream().filter(order -> !offered.remove(order.id())).toList());
  }

  private void add(Collection<Order> more) {
    more.forEach(order -> orders.putIfAbsent(order.id(), order));
    var oldest = orders.keySet().iterator();
    while (orders.size() > ORDERS_MAX) {
      oldest.next();
      oldest.remove();
    }
  }

  /** The peer has these by itself: blocks or orders. */
  synchronized void forget(Collection<Hash> known) {
    known.forEach(hash -> {
      heads.remove(hash);
      orders.remove(hash);
    });
  }

  /** The oldest block to be told of, which then is none any more. */
  synchronized Optional<Hash> takeHead() {
    return Optional.ofNullable(heads.pollFirst());
  }

  /** The oldest orders to be sent, as many as one call takes; then they are none any more. */
  synchronized List<Order> takeOrders(int max) {
    var taken = new ArrayList<Order>();
    long bytes = 0;
    var oldest = orders.values().iterator();
    while (taken.size() < max && bytes < TEXT_BYTES_A_CALL && oldest.hasNext()) {
      var order = oldest.next();
      bytes += order.content().textBytes();
      taken.add(order);
      oldest.remove();
    }
    return taken;
  }

  /** What could not be sent is first again, as far as there is room. */
  synchronized void putBack(List<Order> unsent) {
    var later = new ArrayList<>(orders.values());
    orders.clear();
    add(unsent);
    add(later);
  }

  /** The peer is new, or back: it is to be offered what is pending. */
  synchronized void wantOffer() {
    offerWanted = true;
  }

  /** Whether the peer is to be offered what is pending now; whoever is told so does it. */
  synchronized boolean takeOffer(Instant now) {
    boolean due = isOfferDue(now);
    offerWanted &= !due;
    return due;
  }

  private boolean isOfferDue(Instant now) {
    return offerWanted && !now.isBefore(lastOffer.plus(OFFERED_EVERY));
  }

  /**
   * Offers what is pending, before all else, as far as there is room.
   *
   * @param pending the oldest first
   */
  synchronized void offer(List<Order> pending, Instant now) {
    lastOffer = now;
    offered.clear();
    var missing = pending.stream().filter(order -> !orders.containsKey(order.id())).toList();
    var fitting = missing.subList(0, Math.min(missing.size(), ORDERS_MAX - orders.size()));
    fitting.forEach(order -> offered.add(order.id()));
    putBack(fitting);
  }

  /** A call failed: nothing is sent for a while, the longer the more calls have failed in a row. */
  synchronized void failed(Instant now, BackOff backOff) {
    failures++;
    notBefore = now.plus(backOff.after(failures));
  }

  /** A call went well. */
  synchronized void succeeded() {
    failures = 0;
  }

  /** Whether something is to be sent at this moment. */
  synchronized boolean isDue(Instant now) {
    boolean isSomething = !heads.isEmpty() || !orders.isEmpty() || isOfferDue(now);
    return isSomething && !(failures > 0 && now.isBefore(notBefore));
  }

  synchronized boolean hasHead() {
    return !heads.isEmpty();
  }

  synchronized int orderCount() {
    return orders.size();
  }
}
