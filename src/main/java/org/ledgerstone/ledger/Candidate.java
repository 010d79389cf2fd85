package org.ledgerstone.ledger;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Transfer;

/**
 * Something that waits for admission: a signed order, or a draft whose nonce is still to be chosen.
 *
 * @param sender whose standing it is judged against; empty for a post
 * @param verdict what the one who handed it in waits for
 */
record Candidate(
    Optional<Order> order,
    Optional<Draft> draft,
    Optional<AccountId> sender,
    Companion<Recorded> companion,
    CompletableFuture<Verdict> verdict) {

  static Candidate of(Order order, Companion<Recorded> companion) {
    var sender =
        order.content() instanceof Transfer transfer
            ? Optional.of(new AccountId(transfer.from(), transfer.asset()))
            : Optional.<AccountId>empty();
    return new Candidate(
        Optional.of(order), Optional.empty(), sender, companion, new CompletableFuture<>());
  }

  static Candidate of(Draft draft, Companion<Recorded> companion) {
    return new Candidate(
        Optional.empty(),
        Optional.of(draft),
        Optional.of(draft.sender()),
        companion,
        new CompletableFuture<>());
  }
}
