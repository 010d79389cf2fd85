package org.ledgerstone.ledger;

/**
 * How far admission has come.
 *
 * @param version rises with everything that changes what senders may still spend, but for sealing
 * @param count how many have been admitted since the beginning
 * @param lastSeq the number of the last
 */
record Admitted(long version, long count, long lastSeq) {

  /**
   * How far the numbers of those admitted one after the other are apart. In between is room for
   * what blocks bring along: a reward, and what was not admitted here.
   */
  static final long APART = 65_536;

  /** The number of the one that is admitted after so many others. */
  long seqAfter(int others) {
    return lastSeq + (others + 1) * APART;
  }

  Admitted plus(int more) {
    return new Admitted(version + 1, count + more, lastSeq + more * APART);
  }
}
