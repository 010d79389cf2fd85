package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * What the submitter does, for whoever looks after it.
 *
 * @param detail why it does not sign, a sentence; empty when it does
 * @param nextNonce what the next submission gets; empty before the first
 * @param open how many submissions have not ended
 * @param spent wei of the last 24 hours, at most
 * @param dailyCap wei that it may spend in 24 hours
 */
public record SubmitterView(
    State state,
    String detail,
    OptionalLong nextNonce,
    long open,
    BigInteger spent,
    BigInteger dailyCap) {

  /** Whether it signs. */
  public enum State {
    /** It does. */
    RUNNING,
    /** Another instance on this database does. */
    ELSEWHERE,
    /** It waits: something is not as it should be, and may clear up by itself. */
    HELD,
    /** It does not until an operator resumes it: somebody else uses the key. */
    HALTED,
    /** It waits for the node. */
    AWAY,
    /** It may not: the chain is Ethereum's main one, and the settings do not name it. */
    LOCKED
  }
}
