package org.ledgerstone.simulation;

/** Something that must hold does not. */
final class Violation extends AssertionError {

  private static final long serialVersionUID = 1;

  /** What is looked at. */
  enum Check {
    /** A head moves only to a chain that counts more. */
    HEAD,
    /** What is final is not given up. */
    FINALITY,
    /** What an honest node made is taken by all others. */
    HONEST,
    /** What left a pool without a block would be refused now, for the reason that is told. */
    REASON,
    /** What was accepted stands in the chain, waits, or was dropped. */
    CUSTODY,
    /** All nodes end on one chain. */
    AGREEMENT,
    /** Listed miners can go on. */
    PROGRESS,
    /** The tables of a node are what the protocol makes of its blocks. */
    INVARIANTS,
    /** The balances are those of a model that replays the chain. */
    MODEL,
    /** Nobody throws. */
    FAILURE
  }

  private final Check check;

  Violation(Check check, String what) {
    super(check + ": " + what);
    this.check = check;
  }

  /** What a check or something else threw. */
  Violation(Check check, String what, Throwable cause) {
    super(what.startsWith(check + ":") ? what : check + ": " + what, cause);
    this.check = check;
  }

  Check check() {
    return check;
  }
}
