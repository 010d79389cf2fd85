package org.ledgerstone.console;

import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.web.Problem;

/** Reads where in the chain a page begins. */
final class Place {

  private Place() {}

  /** A block's index. */
  static long index(String text, String name) {
    if (!text.matches("[1-9][0-9]{0,15}")) {
      throw Problem.malformed(name + ": a block's index, 1 or more, is expected.");
    }
    return Long.parseLong(text);
  }

  /** A place in a list, from 0. */
  static long number(String text, String name) {
    if (!text.matches("0|[1-9][0-9]{0,8}")) {
      throw Problem.malformed(name + ": a number is expected.");
    }
    return Long.parseLong(text);
  }

  /** A block and a place in it, such as {@code 12.0}. */
  static ChainPosition position(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw Problem.malformed("before: a block's index, a dot and a position are expected.");
    }
    return new ChainPosition(index(parts[0], "before"), (int) number(parts[1], "before"));
  }

  /** The place of a line, as {@link #position} reads it. */
  static String of(TransactionLine line) {
    return line.block() + "." + line.position();
  }
}
