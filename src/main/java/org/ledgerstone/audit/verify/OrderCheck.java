package org.ledgerstone.audit.verify;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.RuleBook;

/** Looks at what blocks hold, each transaction by itself: most of the work. Thread-safe. */
final class OrderCheck {

  private static final int ADDRESSES_MAX = 100_000;

  private final Map<String, Address> addresses = new ConcurrentHashMap<>();
  private final RuleBook rules;

  OrderCheck(RuleBook rules) {
    this.rules = rules;
  }

  /** What can be seen of these. */
  List<HeldRow> check(List<Numbering.Pair> pairs) {
    return pairs.stream().map(this::held).toList();
  }

  private HeldRow held(Numbering.Pair pair) {
    long parent = Math.max(1, pair.place().block() - 1);
    return HeldRow.sealed(pair, rules.inForceAt(parent), this::address);
  }

  /** How people see an address takes a hash; most come again soon. */
  private Address address(String text) {
    var known = addresses.get(text);
    if (known != null) {
      return known;
    }
    if (addresses.size() >= ADDRESSES_MAX) {
      addresses.clear();
    }
    return addresses.computeIfAbsent(text, Address::new);
  }
}
