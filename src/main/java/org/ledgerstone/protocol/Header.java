package org.ledgerstone.protocol;

import java.util.Optional;

/**
 * What a block's hash covers.
 *
 * @param index 1 for genesis
 * @param previous the hash of the parent, zeros for genesis
 * @param history the root of the tree over the hashes of all blocks before
 * @param miner who made the block; empty for genesis
 * @param count the number of transactions
 * @param merkleRoot the root over the transactions' leaves
 * @param data the hash of the block's data, or {@code -} when there is none
 * @param difficulty how many leading zero bits the hash must have
 * @param nonce what mining varies; an unsigned 64-bit number
 */
public record Header(
    long index,
    Hash previous,
    Hash history,
    Time time,
    Optional<Address> miner,
    int count,
    Hash merkleRoot,
    String data,
    int difficulty,
    long nonce) {

  /** The canonical lines, each ended by one LF. */
  public String text() {
    return textBeforeNonce() + Long.toUnsignedString(nonce) + "\n";
  }

  /** The canonical text up to the digits of the nonce: what stays the same while mining. */
  String textBeforeNonce() {
    return "ledgerstone block 1\nindex "
        + index
        + "\nprevious "
        + previous
        + "\nhistory "
        + history
        + "\ntime "
        + time
        + "\nminer "
        + miner.map(Address::text).orElse("-")
        + "\ntransactions "
        + count
        + " "
        + merkleRoot
        + "\ndata "
        + data
        + "\ndifficulty "
        + difficulty
        + "\nnonce ";
  }

  /** The block's hash: the SHA-256 of {@link #text()}. */
  public Hash hash() {
    return Hash.ofText(text());
  }

  /** The same header with another nonce. */
  public Header withNonce(long other) {
    return new Header(
        index, previous, history, time, miner, count, merkleRoot, data, difficulty, other);
  }
}
