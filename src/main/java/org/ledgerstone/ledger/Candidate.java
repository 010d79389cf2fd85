package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Transfer;

/**
 * Something that waits for admission: a signed order, or a draft whose nonce is still to be chosen.
 * The same order handed in twice is two candidates.
 */
final class Candidate {

  private final Optional<Order> order;
  private final Optional<Draft> draft;
  private final Optional<AccountId> sender;
  private final Optional<Refused> refused;

  private Candidate(
      Optional<Order> order,
      Optional<Draft> draft,
      Optional<AccountId> sender,
      Optional<Refused> refused) {
    this.order = order;
    this.draft = draft;
    this.sender = sender;
    this.refused = refused;
  }

  static Candidate of(Order order) {
    return of(order, Optional.empty());
  }

  static Candidate of(Draft draft) {
    return of(draft, Optional.empty());
  }

  /** One that may have been refused already, for what it is by itself. */
  static Candidate of(Proposal proposal, Optional<Refused> refused) {
    return switch (proposal) {
      case Proposal.Signed signed -> of(signed.order(), refused);
      case Proposal.Unnumbered unnumbered -> of(unnumbered.draft(), refused);
    };
  }

  private static Candidate of(Order order, Optional<Refused> refused) {
    var sender =
        order.content() instanceof Transfer transfer
            ? Optional.of(new AccountId(transfer.from(), transfer.asset()))
            : Optional.<AccountId>empty();
    return new Candidate(Optional.of(order), Optional.empty(), sender, refused);
  }

  private static Candidate of(Draft draft, Optional<Refused> refused) {
    return new Candidate(
        Optional.empty(), Optional.of(draft), Optional.of(draft.sender()), refused);
  }

  /** Why it was refused before anybody asked the ledger; empty if it has to be judged. */
  Optional<Refused> refused() {
    return refused;
  }

  Optional<Order> order() {
    return order;
  }

  Optional<Draft> draft() {
    return draft;
  }

  /** Whose standing it is judged against; empty for a post. */
  Optional<AccountId> sender() {
    return sender;
  }
}
