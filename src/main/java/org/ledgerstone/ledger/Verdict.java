package org.ledgerstone.ledger;

import org.ledgerstone.protocol.Refused;

/** What became of an order that was handed in. */
public sealed interface Verdict {

  /** Taken, and durable. */
  record Accepted(Recorded transaction) implements Verdict {}

  /** It had been taken before; nothing has moved. */
  record Repeated(Recorded transaction) implements Verdict {}

  /** Not taken; nothing has changed. */
  record Rejected(Refused refused) implements Verdict {}

  /**
   * It would have been taken, but not without another one that was refused; nothing has changed.
   */
  record NotAlone() implements Verdict {}

  /** The companion no longer wanted it; nothing has changed. */
  record Unwanted() implements Verdict {}

  /** Too many orders are waiting; nothing has changed and it may be sent again. */
  record Busy() implements Verdict {}
}
