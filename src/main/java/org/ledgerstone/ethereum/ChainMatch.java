package org.ledgerstone.ethereum;

import java.util.Optional;
import org.ledgerstone.protocol.Word;

/** Whether a node is on the chain that this ledger belongs to. */
sealed interface ChainMatch {

  /** It is. */
  record Matches() implements ChainMatch {}

  /**
   * It is on another one.
   *
   * @param id the number that is expected
   * @param genesis the block 0 that is expected, where one is known
   * @param detail both, in a sentence
   */
  record Other(long id, Optional<Word> genesis, String detail) implements ChainMatch {}
}
