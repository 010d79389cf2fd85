package org.ledgerstone.audit;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;

/**
 * What the last line of an export says: the block that it ends with, the work up to it, and what
 * its node has signed.
 *
 * @param checkpoint a signed note about no more than these blocks
 */
record ExportEnd(long index, Hash hash, BigInteger work, Optional<String> checkpoint) {

  /** The longest last line. */
  static final int BYTES_MAX = 4096;

  /** So many signatures of a checkpoint fit in. */
  static final int SIGNATURES_MAX = 8;
}
