package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Order;

/** What is handed in: a signed order, or one whose nonce the writer chooses. */
public sealed interface Proposal {

  /** Complete and authorised, as far as it says. */
  record Signed(Order order) implements Proposal {}

  /** The node signs it with the sender's next nonce. */
  record Unnumbered(Draft draft) implements Proposal {}
}
