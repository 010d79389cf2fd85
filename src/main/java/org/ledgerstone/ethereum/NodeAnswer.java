package org.ledgerstone.ethereum;

import java.util.Optional;
import java.util.function.Function;

/** What comes of a call to the Ethereum node. Nothing of it holds a part of its URL's path. */
sealed interface NodeAnswer<T> {

  /** It answered in the form that is expected; whether what it says is true is another question. */
  record Got<T>(T value) implements NodeAnswer<T> {}

  /**
   * There is no answer that could be used: nobody there, too late, or not in the form.
   *
   * @param why a sentence
   */
  record Away<T>(String why) implements NodeAnswer<T> {}

  /**
   * It understood and will not do it.
   *
   * @param code as JSON-RPC has them
   * @param message at most {@link JsonRpc#MESSAGE_LENGTH_MAX} characters, none of them for control
   * @param data what a contract said, {@code 0x} and hex digits
   */
  record Refused<T>(int code, String message, Optional<String> data) implements NodeAnswer<T> {

    /** Code and message in a sentence. */
    String words() {
      return "The node refuses with the code " + code + ": " + message;
    }
  }

  /** The same with another value, where there is one. */
  default <U> NodeAnswer<U> map(Function<T, U> change) {
    return then(value -> new Got<>(change.apply(value)));
  }

  /** What comes of the next call, where there is a value to make it with. */
  default <U> NodeAnswer<U> then(Function<T, NodeAnswer<U>> next) {
    return switch (this) {
      case Got<T>(var value) -> next.apply(value);
      case Away<T>(var why) -> new Away<>(why);
      case Refused<T>(var code, var message, var data) -> new Refused<>(code, message, data);
    };
  }

  /** This value in the place of a refusal: what the node does not offer is not needed. */
  default NodeAnswer<T> orIfRefused(T value) {
    return this instanceof Refused ? new Got<>(value) : this;
  }
}
