package org.ledgerstone.audit;

import java.util.Optional;
import org.ledgerstone.protocol.Hash;

/**
 * What an import has done.
 *
 * @param from the index of the first block in the file
 * @param to the index of the last
 * @param blocks how many have been taken over
 * @param transactions how many those hold
 * @param skipped how many were here already
 * @param head the hash of the head afterwards
 * @param checkpoint what the file has of it, checked against the blocks
 */
public record ImportReport(
    long from,
    long to,
    long blocks,
    long transactions,
    long skipped,
    long headIndex,
    Hash head,
    Optional<Signed> checkpoint) {

  /**
   * A checkpoint.
   *
   * @param size how many blocks it speaks of
   * @param keys how many of the keys that are known here have signed it
   */
  public record Signed(long size, long keys) {}
}
