package org.ledgerstone.peers;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;

/**
 * What one peer is still to be told, each thing once. Bounded: where there is no room the oldest
 * goes, since a later sync brings it. Thread-safe.
 */
final class Outbox {

  static final int HEADS_MAX = 16;
  static final int ORDERS_MAX = 10_000;

  /** In JSON a byte may come to be six, and a call takes 4 MiB. */
  private static final int TEXT_BYTES_A_CALL = 512 * 1024;

  private final ArrayDeque<Hash> heads = new ArrayDeque<>();
  private final Map<Hash, Order> orders = new LinkedHashMap<>();
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

  synchronized void addOrders(Collection<Order> more) {
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
    addOrders(unsent);
    addOrders(later);
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
    return !(heads.isEmpty() && orders.isEmpty()) && !(failures > 0 && now.isBefore(notBefore));
  }

  synchronized boolean hasHead() {
    return !heads.isEmpty();
  }

  synchronized int orderCount() {
    return orders.size();
  }
}
