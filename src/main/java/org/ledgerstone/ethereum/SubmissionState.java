package org.ledgerstone.ethereum;

/** How far a submission has come. Ends are {@link #FINAL} and {@link #REVERTED}. */
public enum SubmissionState {
  /** It has its nonce; nothing is signed. */
  ACCEPTED,
  /** Its signed bytes are kept; whether a node has them is not known. */
  SIGNED,
  /** A node has them. */
  SENT,
  /** It stands in a block, which may still be replaced. */
  MINED,
  /** Somebody else's transaction has used its nonce. It waits for an operator. */
  TAKEN,
  /** It succeeded in a block that is final. */
  FINAL,
  /** It failed in a block that is final: only its fee was paid. */
  REVERTED;

  /** Whether nothing changes any more. */
  public boolean isEnd() {
    return this == FINAL || this == REVERTED;
  }
}
