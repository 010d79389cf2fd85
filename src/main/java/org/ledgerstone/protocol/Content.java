package org.ledgerstone.protocol;

/** What a transaction says: one of four kinds, each with exactly one canonical text. Immutable. */
public sealed interface Content permits Transfer, Post, Reward, Allocation {

  /** The canonical lines, each ended by one LF. */
  String contentText();

  /** The texts that the canonical lines only hold hashes of, in UTF-8 bytes. */
  default int textBytes() {
    return 0;
  }

  /** The transaction's id: the SHA-256 of {@link #contentText()}. */
  default Hash id() {
    return Hash.ofText(contentText());
  }
}
