package org.ledgerstone.protocol;

/**
 * A content with its authorization, as somebody hands it in: what becomes a {@link Transaction}
 * once a node has accepted it. Immutable; its id is computed once.
 */
public final class Order {

  private final Content content;
  private final Authorization authorization;
  private final Hash id;

  /** Joins what is wanted and the proof that it is. Nothing is checked here. */
  public Order(Content content, Authorization authorization) {
    this.content = content;
    this.authorization = authorization;
    this.id = content.id();
  }

  /** What is wanted. */
  public Content content() {
    return content;
  }

  /** The proof that it is wanted. */
  public Authorization authorization() {
    return authorization;
  }

  /** The SHA-256 of the content text. */
  public Hash id() {
    return id;
  }

  /** The transaction that this order becomes when a node accepts it at this moment. */
  public Transaction acceptedAt(Time time) {
    return new Transaction(this, time);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Order order
        && id.equals(order.id)
        && authorization.equals(order.authorization);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Order[" + id + "]";
  }
}
