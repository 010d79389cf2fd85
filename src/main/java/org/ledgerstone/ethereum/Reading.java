package org.ledgerstone.ethereum;

/** What was read from Ethereum, or why nothing was. */
public sealed interface Reading<T> {

  /** The node is in order and said this. */
  record Read<T>(T value) implements Reading<T> {}

  /**
   * Nothing was read.
   *
   * @param detail a sentence for who asked; nothing of the settings but what may be shown
   */
  record NotRead<T>(EthereumRefusal code, String detail) implements Reading<T> {}
}
