package org.ledgerstone.console;

/**
 * A transaction as it is shown. What does not apply is empty, the block's index 0.
 *
 * @param kind transfer, post, reward or allocation
 * @param status pending, valid or dropped
 * @param text the memo of a transfer, the content of a post
 * @param signed whether its owner's signature is on it
 * @param after the account's valid balance after it, in a statement
 */
record TransactionLine(
    String id,
    String idShort,
    String kind,
    String status,
    Party from,
    Party to,
    String amount,
    String asset,
    String author,
    String text,
    boolean signed,
    Moment accepted,
    long block,
    int position,
    String after) {

  /**
   * Who pays or is paid.
   *
   * @param address empty for nobody
   */
  record Party(String address, String shown) {

    static final Party NOBODY = new Party("", "");

    static Party of(String address) {
      return new Party(address, Shortened.address(address));
    }
  }

  /** What is said, short enough for a line. */
  public String textShort() {
    return Shortened.text(text);
  }

  /** The same with the balance after it. */
  TransactionLine withAfter(String balance) {
    return new TransactionLine(
        id, idShort, kind, status, from, to, amount, asset, author, text, signed, accepted, block,
        position, balance);
  }
}
