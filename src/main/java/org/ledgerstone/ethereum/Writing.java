package org.ledgerstone.ethereum;

import java.time.Duration;
import org.ledgerstone.protocol.Address;

/**
 * Ethereum as far as this ledger writes to it.
 *
 * @param account who signs
 * @param submissions what is wanted
 * @param submitter who brings it about
 * @param anchoring what has heads of this ledger submitted
 * @param poll how often to look while something is under way
 */
public record Writing(
    Address account,
    Submissions submissions,
    Submitter submitter,
    Anchoring anchoring,
    Duration poll) {

  /** One look at all that is under way. */
  void round() {
    submitter.round();
    anchoring.round();
  }
}
