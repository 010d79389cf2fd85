package org.ledgerstone.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Addresses in their stored form that were met lately, so that what takes hashes to work out for
 * one, how it is shown and what typed data has of it, is worked out once. Bounded, about 25 MB at
 * most. Thread-safe.
 */
public final class KnownAddresses {

  private static final int MAX = 100_000;

  private final Map<String, Address> byText = new ConcurrentHashMap<>();

  /** The address with this text, as {@link Address#Address(String)} reads it; empty for none. */
  public Optional<Address> of(String text) {
    var known = byText.get(text);
    return known != null ? Optional.of(known) : Address.stored(text).map(this::remembered);
  }

  private Address remembered(Address address) {
    if (byText.size() >= MAX) {
      byText.clear();
    }
    var before = byText.putIfAbsent(address.text(), address);
    return before == null ? address : before;
  }
}
