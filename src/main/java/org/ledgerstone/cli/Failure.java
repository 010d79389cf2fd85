package org.ledgerstone.cli;

/**
 * A command cannot do what it was asked for. The sentence is for people and never holds a key, a
 * secret or another exception's text.
 */
final class Failure extends RuntimeException {

  private final Exit exit;
  private final String code;

  private Failure(Exit exit, String code, String sentence) {
    super(sentence);
    this.exit = exit;
    this.code = code;
  }

  /** The ledger said no, with a stable code. */
  static Failure refused(String code, String sentence) {
    return new Failure(Exit.REFUSED, code, sentence);
  }

  static Failure usage(String sentence) {
    return new Failure(Exit.USAGE, "USAGE", sentence);
  }

  static Failure unreachable(String sentence) {
    return new Failure(Exit.UNREACHABLE, "UNREACHABLE", sentence);
  }

  static Failure file(String sentence) {
    return new Failure(Exit.FILE, "FILE", sentence);
  }

  Exit exit() {
    return exit;
  }

  String code() {
    return code;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
