package org.ledgerstone.protocol;

import java.util.function.Function;

/**
 * What a proof from Ethereum comes to: it holds and shows a value, or it shows nothing.
 *
 * @param <T> what is shown
 */
public sealed interface Proven<T> {

  /**
   * The proof holds.
   *
   * @param value what it shows
   */
  record Shown<T>(T value) implements Proven<T> {}

  /**
   * The proof shows nothing.
   *
   * @param fault why
   * @param detail what was found and what was expected, for people
   */
  record NotShown<T>(EthereumFault fault, String detail) implements Proven<T> {}

  /** A proof that holds. */
  static <T> Proven<T> shown(T value) {
    return new Shown<>(value);
  }

  /** What follows from it; a proof that shows nothing stays what it is. */
  default <R> Proven<R> then(Function<? super T, Proven<R>> next) {
    return switch (this) {
      case Shown<T>(var value) -> next.apply(value);
      case NotShown<T>(var fault, var detail) -> new NotShown<>(fault, detail);
    };
  }
}
