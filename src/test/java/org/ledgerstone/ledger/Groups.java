package org.ledgerstone.ledger;

import java.util.List;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.testing.TestLedger;

/** Hands a group to the writer as it is: what would queue together otherwise is chance. */
final class Groups {

  private Groups() {}

  /** The verdicts, in the order of the group. */
  static List<Verdict> admit(TestLedger ledger, List<Order> orders) {
    var group =
        orders.stream()
            .map(order -> Submission.of(List.of(Candidate.of(order)), false, Companion.none()))
            .toList();
    var groups = ledger.get(GroupAdmission.class);
    return groups.admit(group, ledger.clock().time()).stream().map(List::getFirst).toList();
  }
}
