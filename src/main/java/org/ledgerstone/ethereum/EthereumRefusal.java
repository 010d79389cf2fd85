package org.ledgerstone.ethereum;

/** Why nothing is read from Ethereum. The names are the problem codes of the API. */
public enum EthereumRefusal {
  /** No node is named in the settings. */
  ETHEREUM_OFF(409, "This ledger has no Ethereum node."),
  /** The node cannot be reached, or does not answer as one does. */
  ETHEREUM_AWAY(503, "The Ethereum node does not answer."),
  /** The node is on another chain. */
  ETHEREUM_OTHER_CHAIN(503, "The Ethereum node is on another chain."),
  /** The node is still fetching the chain. */
  ETHEREUM_SYNCING(503, "The Ethereum node is still fetching the chain."),
  /** The node's newest block is too old. */
  ETHEREUM_BEHIND(503, "The Ethereum node is behind."),
  /** The node understood and will not answer. */
  ETHEREUM_REFUSED(503, "The Ethereum node refuses to answer.");

  private final int status;
  private final String title;

  EthereumRefusal(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** What it says in general, a sentence. */
  public String title() {
    return title;
  }
}
