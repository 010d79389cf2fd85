package org.ledgerstone.ledger.http;

import org.ledgerstone.protocol.Hash;

/** A block as all who follow the chain are told of it. The bytes are not to be changed. */
final class ToldBlock {

  private final EventId id;
  private final Hash previous;
  private final byte[] event;

  ToldBlock(EventId id, Hash previous, byte[] event) {
    this.id = id;
    this.previous = previous;
    this.event = event;
  }

  EventId id() {
    return id;
  }

  /** How its parent is named. */
  EventId parent() {
    return new EventId(id.index() - 1, previous);
  }

  byte[] event() {
    return event;
  }
}
