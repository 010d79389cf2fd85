package org.ledgerstone.protocol;

import java.util.Optional;

/**
 * A block as proofs show it: what its hash covers, and its seal.
 *
 * @param seal the miner's signature over the hash; empty for genesis
 */
public record ProvedBlock(Header header, Optional<Signature> seal) {

  /** The SHA-256 of the header's text. */
  public Hash hash() {
    return header.hash();
  }

  /**
   * Why this is no block of the ledger by itself; empty if it is genesis, or has done the work that
   * its header names and is sealed by its miner.
   *
   * @param ledger the genesis hash
   */
  Optional<String> fault(Hash ledger) {
    var hash = hash();
    if (header.index() == 1) {
      return hash.equals(ledger) && seal.isEmpty()
          ? Optional.empty()
          : Optional.of("Block 1 is not the genesis block " + ledger + ".");
    }
    if (!ProofOfWork.isShownBy(header, hash)) {
      return Optional.of(
          "The hash " + hash + " does not begin with " + header.difficulty() + " zero bits.");
    }
    var sealer = seal.flatMap(s -> s.signerOf(hash.bytes()));
    return sealer.isPresent() && sealer.equals(header.miner())
        ? Optional.empty()
        : Optional.of("The seal of block " + header.index() + " is not its miner's.");
  }
}
