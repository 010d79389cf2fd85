package org.ledgerstone.audit.verify;

import java.util.List;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.KnownAddresses;
import org.ledgerstone.protocol.RuleBook;

/** Looks at what blocks hold, each transaction by itself: most of the work. Thread-safe. */
final class OrderCheck {

  private final KnownAddresses addresses = new KnownAddresses();
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

  private Address address(String text) {
    return addresses.of(text).orElseThrow();
  }
}
