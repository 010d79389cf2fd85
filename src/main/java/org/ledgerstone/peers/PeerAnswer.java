package org.ledgerstone.peers;

import java.util.function.Function;

/** What comes of a call to a peer: its answer, or how the call failed. */
public sealed interface PeerAnswer<T> {

  /** The peer answered as a node does; whether what it says is true is another question. */
  record Got<T>(T value) implements PeerAnswer<T> {}

  /** There is no answer that could be used. */
  record Failed<T>(PeerFailure failure) implements PeerAnswer<T> {}

  /** The same with another value, where there is one. */
  default <U> PeerAnswer<U> map(Function<T, U> change) {
    return switch (this) {
      case Got<T>(var value) -> new Got<>(change.apply(value));
      case Failed<T>(var failure) -> new Failed<>(failure);
    };
  }
}
