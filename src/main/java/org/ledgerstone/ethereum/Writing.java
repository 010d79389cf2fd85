package org.ledgerstone.ethereum;

import org.ledgerstone.protocol.Address;

/**
 * Ethereum as far as this ledger writes to it.
 *
 * @param account who signs
 * @param submissions what is wanted
 * @param submitter who brings it about
 * @param anchoring what has heads of this ledger submitted
 */
public record Writing(
    Address account, Submissions submissions, Submitter submitter, Anchoring anchoring) {

  /** One look at all that is under way. */
  void round() {
    submitter.round();
    anchoring.round();
  }
}
