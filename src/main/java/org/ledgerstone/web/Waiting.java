package org.ledgerstone.web;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A connection on which nothing happens before its client sends or takes something.
 *
 * @param connection whatever stands for it
 * @param heardMillis when the client last did so
 */
record Waiting<C>(C connection, InetAddress client, long heardMillis) {

  /** Of an IPv6 address the half that its owner cannot choose. */
  private static final int NETWORK_BYTES = 8;

  /**
   * Those who have to go so that others find a place: first who has been silent for longest of
   * those addresses that hold most places.
   *
   * @param shared addresses behind which there are many clients: their places are not counted
   *     together
   */
  static <C> List<C> toGiveUp(List<Waiting<C>> all, int count, Predicate<InetAddress> shared) {
    var latestFirst = new ArrayList<>(all);
    latestFirst.sort(Comparator.comparingLong((Waiting<C> one) -> one.heardMillis).reversed());
    Map<ByteBuffer, Integer> places = new HashMap<>();
    Map<InetAddress, Boolean> isShared = new HashMap<>();
    var ranked = new ArrayList<Ranked<C>>(all.size());
    for (var one : latestFirst) {
      boolean counted = !isShared.computeIfAbsent(one.client, shared::test);
      ranked.add(new Ranked<>(one, counted ? places.merge(one.network(), 1, Integer::sum) : 1));
    }
    ranked.sort(
        Comparator.comparingInt((Ranked<C> one) -> -one.place)
            .thenComparingLong(one -> one.waiting.heardMillis));
    return ranked.stream().limit(count).map(one -> one.waiting.connection).toList();
  }

  private ByteBuffer network() {
    var address = client.getAddress();
    return ByteBuffer.wrap(address, 0, Math.min(NETWORK_BYTES, address.length));
  }

  /** How many of its address have been heard of since, and itself. */
  private record Ranked<C>(Waiting<C> waiting, int place) {}
}
