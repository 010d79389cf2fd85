package org.ledgerstone.ethereum;

import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.Hash;

/**
 * A head of this ledger that was, or is being, written to Ethereum.
 *
 * @param index of the head
 * @param hash of the head
 * @param contract where; empty for calldata
 * @param submission that writes it
 * @param kept what shows an anchor in a contract; empty until it is final, and without a contract
 */
public record Anchor(
    long id,
    long chainId,
    long index,
    Hash hash,
    Optional<Address> contract,
    EthereumSubmission submission,
    Optional<InContract> kept) {

  /** How far it has come. */
  public enum Status {
    /** It is on its way. */
    PENDING,
    /** It stands in a block that may still be replaced. */
    MINED,
    /** It stands there for good. */
    FINAL,
    /** It failed for good; the next one is another. */
    FAILED
  }

  /** How far it has come. */
  public Status status() {
    return switch (submission.state()) {
      case ACCEPTED, SIGNED, SENT, TAKEN -> Status.PENDING;
      case MINED -> Status.MINED;
      case FINAL -> Status.FINAL;
      case REVERTED -> Status.FAILED;
    };
  }

  /** Whether what shows it to others has still to be collected. */
  boolean lacksEvidence() {
    return status() == Status.FINAL && contract.isPresent() && kept.isEmpty();
  }

  /** What shows it to others; empty unless it is final. */
  Optional<AnchorEvidence> evidence() {
    return submission
        .mined()
        .filter(mined -> status() == Status.FINAL && !lacksEvidence())
        .map(mined ->
            new AnchorEvidence(
                chainId,
                submission.from(),
                mined.transaction(),
                mined.number(),
                mined.block(),
                kept));
  }
}
