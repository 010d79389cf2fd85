package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A whole block as it travels: header, the miner's seal, and everything that the hash commits to.
 * Immutable; its hash is computed once.
 */
public final class SealedBlock {

  private final Header header;
  private final Optional<Signature> seal;
  private final String data;
  private final List<Transaction> transactions;
  private final Hash hash;

  /**
   * Joins the parts. Nothing is checked here; that is for {@link BlockRules}.
   *
   * @param seal the miner's signature over the hash; empty for genesis
   */
  public SealedBlock(
      Header header, Optional<Signature> seal, String data, List<Transaction> transactions) {
    this.header = header;
    this.seal = seal;
    this.data = data;
    this.transactions = List.copyOf(transactions);
    this.hash = header.hash();
  }

  /** A header over these transactions, still without work: its nonce is 0. */
  public static Header header(
      long index,
      Hash previous,
      Hash history,
      Time time,
      Address miner,
      List<Transaction> transactions,
      String data,
      int difficulty) {
    var root = merkleRoot(transactions);
    return header(
        index, previous, history, time, miner, transactions.size(), root, data, difficulty);
  }

  /** The same over so many transactions, whose root is known. */
  public static Header header(
      long index,
      Hash previous,
      Hash history,
      Time time,
      Address miner,
      int count,
      Hash merkleRoot,
      String data,
      int difficulty) {
    return new Header(
        index,
        previous,
        history,
        time,
        Optional.of(miner),
        count,
        merkleRoot,
        TextKind.commitment(data),
        difficulty,
        0);
  }

  /** The root over the transactions' leaves. */
  public static Hash merkleRoot(List<Transaction> transactions) {
    return MerkleTree.root(leaves(transactions));
  }

  /** The transactions' leaves, in order. */
  public static List<Hash> leaves(List<Transaction> transactions) {
    return transactions.stream().map(Transaction::leaf).toList();
  }

  /** What the hash covers. */
  public Header header() {
    return header;
  }

  /** The SHA-256 of the header's text. */
  public Hash hash() {
    return hash;
  }

  /** The miner's signature over the 32 bytes of the hash; empty for genesis. */
  public Optional<Signature> seal() {
    return seal;
  }

  /** The text that the miner wrote into the block. */
  public String data() {
    return data;
  }

  /** The transactions in order. */
  public List<Transaction> transactions() {
    return transactions;
  }

  /** The number of UTF-8 bytes of all texts that the block travels with. */
  public long textBytes() {
    return TextKind.bytes(data)
        + transactions.stream().mapToLong(t -> t.content().textBytes()).sum();
  }

  /** The leaf that the histories of later blocks hold for a block with this hash. */
  public static Hash historyLeaf(Hash blockHash) {
    return MerkleTree.leaf(blockHash.bytes());
  }

  @Override
  public String toString() {
    return "Block[" + header.index() + " " + hash + "]";
  }
}
