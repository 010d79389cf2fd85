package org.ledgerstone.ledger;

import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Order;

/** An order whose nonce the writer chooses: the sender's next one. */
public interface Draft {

  /** Whose next nonce it takes. */
  AccountId sender();

  /** The signed order with this nonce. Called by the writer, so it must be quick. */
  Order at(long nonce);
}
