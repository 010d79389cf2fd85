package org.ledgerstone.ledger.http;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.web.Problem;

/** What was handed in together, in the order sent: orders, and what is none. For one thread. */
final class Batch {

  /** One of them. */
  private sealed interface Item {
    record Ordered(Order order) implements Item {}

    record Unreadable(Problem problem) implements Item {}
  }

  private final List<Item> items = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private long answerBytes = BatchAnswer.BYTES_AROUND;

  void add(Order order) {
    items.add(new Item.Ordered(order));
    orders.add(order);
    answerBytes += BatchAnswer.BYTES_OF_AN_ORDER;
  }

  void addUnreadable(Problem problem) {
    items.add(new Item.Unreadable(problem));
    answerBytes += BatchAnswer.bytesOf(problem);
  }

  /** What its answer takes at most, whatever the verdicts. */
  long answerBytesMax() {
    return answerBytes;
  }

  int size() {
    return items.size();
  }

  /** What can be admitted, in the order sent. */
  List<Order> orders() {
    return orders;
  }

  /** Whether nothing has been refused yet. */
  boolean isReadable() {
    return orders.size() == items.size();
  }

  /** The answer when the orders are refused because of what is none. */
  BatchAnswer refusedTogether() {
    return answer(orders.stream().<Verdict>map(order -> new Verdict.NotAlone()).toList(), true);
  }

  /**
   * The answer.
   *
   * @param verdicts on the orders
   * @throws Problem if there was no room for the orders at all
   */
  BatchAnswer answer(List<Verdict> verdicts, boolean allOrNone) {
    int accepted = (int) verdicts.stream().filter(Batch::isAccepted).count();
    var answer = new BatchAnswer(accepted, items.size() - accepted, allOrNone);
    var next = verdicts.iterator();
    for (var item : items) {
      switch (item) {
        case Item.Ordered ordered -> tell(ordered.order(), next.next(), answer);
        case Item.Unreadable(var problem) -> answer.refused(problem.code(), problem.detail());
      }
    }
    return answer.end();
  }

  private static boolean isAccepted(Verdict verdict) {
    return verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Repeated;
  }

  private static void tell(Order order, Verdict verdict, BatchAnswer answer) {
    switch (verdict) {
      case Verdict.Accepted(var recorded) -> answer.accepted(order.id(), recorded.status());
      case Verdict.Repeated(var recorded) -> answer.accepted(order.id(), recorded.status());
      case Verdict.Rejected(var refused) -> answer.refused(order.id(), refused);
      case Verdict.NotAlone n -> answer.refused(order.id(), Refusal.OTHERS_REFUSED.plainly());
      case Verdict.Busy b -> throw Refusals.busy();
      case Verdict.Unwanted u -> throw new IllegalStateException("Told by the kept answer");
    }
  }
}
