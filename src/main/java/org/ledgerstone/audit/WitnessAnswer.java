package org.ledgerstone.audit;

/** What a witness makes of a checkpoint. */
public sealed interface WitnessAnswer {

  /**
   * It is co-signed.
   *
   * @param lines of the signature, each ended
   */
  record CoSigned(String lines) implements WitnessAnswer {}

  /**
   * Another one has been co-signed last.
   *
   * @param size of that one, 0 if there was none
   */
  record Stale(long size) implements WitnessAnswer {}

  /** It is of no log that is known here. */
  record UnknownOrigin() implements WitnessAnswer {}

  /** No key that is known here has signed it. */
  record UnknownKey() implements WitnessAnswer {}

  /** It is not shown to continue what was co-signed last. */
  record BadProof() implements WitnessAnswer {}

  /**
   * Nothing can be said of it yet.
   *
   * @param detail why, a sentence
   */
  record NotYet(String detail) implements WitnessAnswer {}

  /** What is final here, or was signed here, is something else. */
  record Conflict() implements WitnessAnswer {}
}
