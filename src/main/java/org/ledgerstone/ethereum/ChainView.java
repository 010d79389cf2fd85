package org.ledgerstone.ethereum;

import java.util.Optional;
import org.ledgerstone.protocol.Word;

/**
 * What is known of the node and its chain. What was not asked, or not answered, is empty.
 *
 * @param detail why the node is not used, a sentence; empty when it is ready
 * @param chain the chain that it is on
 * @param expected the number and, where known, the block 0 of the chain that it should be on; empty
 *     unless it is on another one
 */
public record ChainView(
    State state,
    String detail,
    Optional<String> client,
    Optional<ChainIdentity> chain,
    Optional<Expected> expected,
    Optional<EthereumBlock> head,
    Optional<EthereumBlock> finalized) {

  /** Whether the node is used. */
  public enum State {
    /** It is. */
    READY,
    /** No: it cannot be reached, or does not answer as a node does. */
    AWAY,
    /** No: it is on another chain. */
    OTHER_CHAIN,
    /** No: it is still fetching the chain. */
    SYNCING,
    /** No: its newest block is too old. */
    BEHIND
  }

  /**
   * The chain that a node should be on.
   *
   * @param genesis empty where only its number was said
   */
  public record Expected(long id, Optional<Word> genesis) {}

  static ChainView away(String why) {
    return new ChainView(
        State.AWAY,
        why,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
