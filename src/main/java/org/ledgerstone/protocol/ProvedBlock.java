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
   * Why this is no block by itself; empty if it is a first one, which nobody seals, or has done the
   * work that its header names and is sealed by its miner.
   */
  Optional<String> fault() {
    if (header.index() == 1) {
      return seal.isEmpty() ? Optional.empty() : Optional.of("Nobody seals the first block.");
    }
    var hash = hash();
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
