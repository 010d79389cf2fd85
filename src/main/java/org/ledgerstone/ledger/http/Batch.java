package org.ledgerstone.ledger.http;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.ledger.Proposal;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.web.GiveWay;
import org.ledgerstone.web.Problem;

/** What was handed in together, in the order sent: orders, and what is none. For one thread. */
final class Batch {

  /** One of them. */
  private sealed interface Item {
    record Proposed(Proposal proposal) implements Item {}

    record Unreadable(Problem problem) implements Item {}
  }

  /** So many are told before others may go first. */
  private static final int TURN = 50;

  private final List<Item> items = new ArrayList<>();
  private final List<Proposal> proposals = new ArrayList<>();
  private long answerBytes = BatchAnswer.BYTES_AROUND;

  void add(Proposal proposal) {
    items.add(new Item.Proposed(proposal));
    proposals.add(proposal);
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
  List<Proposal> proposals() {
    return proposals;
  }

  /** Whether nothing has been refused yet. */
  boolean isReadable() {
    return proposals.size() == items.size();
  }

  /** The answer when the orders are refused because of what is none. */
  BatchAnswer refusedTogether() {
    return answer(
        proposals.stream().<Verdict>map(proposal -> new Verdict.NotAlone()).toList(), true);
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
    int told = 0;
    for (var item : items) {
      if (++told % TURN == 0) {
        GiveWay.toOthers();
      }
      switch (item) {
        case Item.Proposed proposed -> tell(proposed.proposal(), next.next(), answer);
        case Item.Unreadable(var problem) -> answer.refused(problem.code(), problem.detail());
      }
    }
    return answer.end();
  }

  private static boolean isAccepted(Verdict verdict) {
    return verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Repeated;
  }

  private static void tell(Proposal proposal, Verdict verdict, BatchAnswer answer) {
    switch (verdict) {
      case Verdict.Accepted(var recorded) ->
          answer.accepted(recorded.transaction().id(), recorded.status());
      case Verdict.Repeated(var recorded) ->
          answer.accepted(recorded.transaction().id(), recorded.status());
      case Verdict.Rejected(var refused) -> refused(proposal, refused, answer);
      case Verdict.NotAlone n -> refused(proposal, Refusal.OTHERS_REFUSED.plainly(), answer);
      case Verdict.Busy b -> throw Refusals.busy();
      case Verdict.Unwanted u -> throw new IllegalStateException("Told by the kept answer");
    }
  }

  /** What the writer has given no nonce has no id. */
  private static void refused(Proposal proposal, Refused refused, BatchAnswer answer) {
    if (proposal instanceof Proposal.Signed signed) {
      answer.refused(signed.order().id(), refused);
    } else {
      answer.refused(refused.code().name(), refused.detail());
    }
  }
}
