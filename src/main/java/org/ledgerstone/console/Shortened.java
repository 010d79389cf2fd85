package org.ledgerstone.console;

/** Shortens what is too long for a line: the whole of it is behind the link or in the title. */
final class Shortened {

  private static final int HASH_DIGITS = 10;
  private static final int ADDRESS_HEAD = 8;
  private static final int ADDRESS_TAIL = 6;
  private static final int TEXT_MAX = 80;

  private Shortened() {}

  /** The first digits of a hash. */
  static String hash(Object hash) {
    return hash.toString().substring(0, HASH_DIGITS) + "…";
  }

  /** Both ends of a wallet's address; a name as it is. */
  static String address(String shown) {
    return shown.startsWith("0x")
        ? shown.substring(0, ADDRESS_HEAD) + "…" + shown.substring(shown.length() - ADDRESS_TAIL)
        : shown;
  }

  /** The beginning of a text, on one line. */
  static String text(String text) {
    var line = text.replace('\n', ' ').replace('\t', ' ');
    return line.codePointCount(0, line.length()) <= TEXT_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, TEXT_MAX)) + "…";
  }
}
