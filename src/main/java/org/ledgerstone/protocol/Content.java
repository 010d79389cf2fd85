package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/** What a transaction says: one of four kinds, each with exactly one canonical text. Immutable. */
public sealed interface Content permits Transfer, Post, Reward, Allocation {

  /** The canonical lines, each ended by one LF. */
  String contentText();

  /** The texts that the canonical lines only hold hashes of. */
  default List<String> texts() {
    return List.of();
  }

  /** What is wrong with these texts, one sentence; empty if nothing is. */
  default Optional<String> textFault() {
    return Optional.empty();
  }

  /** How many UTF-8 bytes these texts have together. */
  default int textBytes() {
    int bytes = 0;
    for (var text : texts()) {
      bytes += TextKind.bytes(text);
    }
    return bytes;
  }

  /** The transaction's id: the SHA-256 of {@link #contentText()}. */
  default Hash id() {
    return Hash.ofText(contentText());
  }
}
