package org.ledgerstone.ethereum;

/**
 * Why nothing is read from Ethereum, or nothing written there. The names are the problem codes of
 * the API.
 */
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
  ETHEREUM_REFUSED(503, "The Ethereum node refuses to answer."),
  /** The settings hold no key to sign with. */
  ETHEREUM_NO_KEY(409, "This ledger has no key for Ethereum."),
  /** The chain is Ethereum's main one, and the settings do not name it. */
  ETHEREUM_LOCKED(409, "This ledger does not write to Ethereum's main chain."),
  /** The chain has no base fee, so that it knows no transactions of type 2. */
  ETHEREUM_NO_BASE_FEE(409, "This chain has no transactions of type 2."),
  /** The account has transactions under way that this ledger has not made. */
  ETHEREUM_ACCOUNT_BUSY(409, "Somebody else uses this account on Ethereum."),
  /** Nothing is signed until an operator has looked at it. */
  ETHEREUM_HALTED(409, "Nothing is signed for Ethereum now."),
  /** Too many are on their way. */
  ETHEREUM_BUSY(429, "Too many submissions are on their way."),
  /** The owner allows no more in 24 hours. */
  ETHEREUM_DAILY_CAP(409, "That is more than may be spent in a day."),
  /** The account has not enough. */
  ETHEREUM_FUNDS(409, "The account on Ethereum has not enough."),
  /** No block would take it. */
  ETHEREUM_GAS(422, "It takes too much gas."),
  /** The contract that is called would refuse it now. */
  ETHEREUM_REVERTS(422, "It would fail on Ethereum.");

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
