package org.ledgerstone.protocol;

/** Every way in which a proof from Ethereum can fail to hold. The names are stable. */
public enum EthereumFault {
  /** The header is not the one whose hash is trusted. */
  HEADER_HASH_WRONG("The block header does not have the trusted hash."),
  /** The bytes are no block header. */
  HEADER_MALFORMED("The block header cannot be read."),
  /** A node of a trie is not the one that its parent or the root names. */
  NODE_HASH_WRONG("A node of the trie does not have the hash it is named by."),
  /** The nodes end before the place that is asked for. */
  NODE_MISSING("A node of the trie is missing."),
  /** There are nodes that do not lead to the place that is asked for. */
  NODE_LEFT_OVER("There are more nodes than the way through the trie has."),
  /** A node is none that an Ethereum trie has. */
  NODE_MALFORMED("A node of the trie cannot be read."),
  /** What was given as an Ethereum address is a named account. */
  ADDRESS_WRONG("An Ethereum address is 0x and 40 hex digits."),
  /** Nothing was ever at this address, as of this block. */
  ACCOUNT_MISSING("There is no account at this address in this block."),
  /** What the state has under an address is no account. */
  ACCOUNT_MALFORMED("The account cannot be read."),
  /** What a storage has in a slot is no number of at most 32 bytes. */
  SLOT_MALFORMED("The slot of the storage cannot be read."),
  /** Another contract is at the address, or none. */
  CODE_WRONG("What is at this address is not the anchor contract."),
  /** The sender had anchored nothing of this ledger, as of this block. */
  NOTHING_ANCHORED("The sender had anchored no head of this ledger in this block."),
  /** The contract holds what is no block index of a ledger. */
  INDEX_WRONG("What was anchored is no index of a block."),
  /** The contract held another head: a later one, or one of another chain. */
  HEAD_WRONG("What was anchored is another head."),
  /** The block has another number than it is said to have. */
  NUMBER_WRONG("The block does not have the number that it is said to have."),
  /** The anchor is in no contract, so nothing of Ethereum's state shows it. */
  NOT_IN_CONTRACT("The anchor stands in a transaction alone: only a node can show that.");

  private final String sentence;

  EthereumFault(String sentence) {
    this.sentence = sentence;
  }

  /** What is wrong, one sentence for people. */
  public String sentence() {
    return sentence;
  }

  /** This fault with what was found in this case. */
  <T> Proven<T> because(String detail) {
    return new Proven.NotShown<>(this, detail);
  }

  /** This fault with its own sentence as detail. */
  <T> Proven<T> plainly() {
    return new Proven.NotShown<>(this, sentence);
  }
}
