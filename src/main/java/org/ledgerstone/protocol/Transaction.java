package org.ledgerstone.protocol;

import java.nio.ByteBuffer;

/**
 * An order that a node has accepted: what a block holds.
 *
 * @param accepted when the accepting node says it did; for rewards and allocations the block's time
 */
public record Transaction(Order order, Time accepted) {

  /** A transaction that nobody signs: a reward, an allocation, a post from nobody. */
  public static Transaction unsigned(Content content, Time accepted) {
    return new Transaction(new Order(content, Authorization.NONE), accepted);
  }

  /** What it says. */
  public Content content() {
    return order.content();
  }

  /** The proof that it is wanted. */
  public Authorization authorization() {
    return order.authorization();
  }

  /** The SHA-256 of the content text. */
  public Hash id() {
    return order.id();
  }

  /** The leaf that a block's Merkle root commits to. */
  public Hash leaf() {
    var authorization = authorization();
    return leaf(id(), accepted, authorization.scheme(), authorization.bytes());
  }

  /** The leaf of the transaction with this id, without the rest of it. */
  public static Hash leaf(Hash id, Time accepted, Scheme scheme, byte[] authorization) {
    var leaf = new byte[1 + Hash.LENGTH + 8 + 1 + authorization.length];
    id.copyTo(leaf, 1);
    ByteBuffer.wrap(leaf, 1 + Hash.LENGTH, leaf.length - 1 - Hash.LENGTH)
        .putLong(accepted.millis())
        .put((byte) scheme.number())
        .put(authorization);
    return Hash.of(leaf);
  }
}
