package org.ledgerstone.audit.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.RuleBook;

/** Looks at what blocks hold, each transaction by itself, on all cores. Thread-safe. */
final class OrderCheck {

  private static final int ADDRESSES_MAX = 100_000;

  private final Map<String, Address> addresses = new ConcurrentHashMap<>();
  private final RuleBook rules;

  OrderCheck(RuleBook rules) {
    this.rules = rules;
  }

  /**
   * A page of the chain, and what can be seen of its transactions one by one.
   *
   * @param held by block, in order
   */
  record Checked(PageRows page, Map<Long, List<HeldRow>> held) {}

  /** Looks at all transactions of a page. */
  Checked check(PageRows page) {
    var held =
        page.joined().pairs().parallelStream()
            .map(this::held)
            .collect(
                Collectors.groupingBy(
                    one -> one.place().orElseThrow().block(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return new Checked(page, held);
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
