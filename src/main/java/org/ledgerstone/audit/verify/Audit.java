package org.ledgerstone.audit.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;

/**
 * A verification of the tables as a whole: what was asked for, how far it is, what came of it.
 *
 * @param node the process that runs it
 * @param beat when that process last said so
 * @param full from genesis on, whatever was verified before
 * @param heldAgainst what was kept outside and the chain is compared with, a sentence each line
 * @param head the hash of the last block of {@code extent}, once it has been verified
 * @param findings how many there are
 * @param failure why it could not be carried out
 */
public record Audit(
    long id,
    String node,
    Status status,
    boolean full,
    String heldAgainst,
    Instant started,
    Instant beat,
    Optional<Instant> ended,
    Extent extent,
    Optional<Hash> head,
    long findings,
    Optional<String> failure) {

  /** Whose process has not said for so long that it runs is run by nobody any more. */
  static final Duration SILENT_MAX = Duration.ofSeconds(60);

  /** How it stands. */
  public enum Status {
    /** It goes on. */
    RUNNING,
    /** Everything is as it should be. */
    PASSED,
    /** Something is not. */
    FINDINGS,
    /** It could not be carried out. */
    FAILED,
    /** It was stopped, or its process ended; another one goes on from there. */
    INTERRUPTED
  }

  /**
   * What is replayed.
   *
   * @param from index of the first block; 0 before it has begun
   * @param to index of the last block so far
   * @param transactions how many have been replayed so far
   * @param due how many there were to be replayed when it began
   */
  public record Extent(long from, long to, long transactions, long due) {

    static final Extent NOTHING = new Extent(0, 0, 0, 0);
  }

  /** The same one as whoever looks now has to take it. */
  Audit asOf(Instant now) {
    return status == Status.RUNNING && beat.plus(SILENT_MAX).isBefore(now)
        ? with(Status.INTERRUPTED, Optional.of(beat))
        : this;
  }

  private Audit with(Status other, Optional<Instant> end) {
    return new Audit(
        id, node, other, full, heldAgainst, started, beat, end, extent, head, findings, failure);
  }

  /** The same one when it has come so far. */
  Audit at(Extent reached) {
    return new Audit(
        id,
        node,
        status,
        full,
        heldAgainst,
        started,
        beat,
        ended,
        reached,
        head,
        findings,
        failure);
  }

  /** How it goes on at this moment; empty unless it runs and has begun to read. */
  public Optional<AuditProgress> progress(Instant now) {
    return status == Status.RUNNING && extent.from() > 0
        ? Optional.of(AuditProgress.of(extent, Duration.between(started, now)))
        : Optional.empty();
  }
}
