package org.ledgerstone.audit.verify;

import java.util.Optional;
import org.ledgerstone.protocol.Hash;

/**
 * What somebody has kept outside the database: what a chain that was rewritten as a whole, or
 * replaced by an older copy, cannot fit.
 */
public sealed interface KeptHead {

  /** Where it was kept, for people. */
  String from();

  /**
   * A block that has to stand in the chain.
   *
   * @param index of it, where that is known
   */
  record BlockHash(String from, Hash hash, Optional<Long> index) implements KeptHead {}

  /** The root over the hashes of the first blocks. */
  record Tree(String from, long size, Hash root) implements KeptHead {}
}
