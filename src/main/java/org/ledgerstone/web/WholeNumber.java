package org.ledgerstone.web;

import java.util.Optional;

/** The one way to write a whole number: digits without sign, fraction, exponent, leading zero. */
public final class WholeNumber {

  /** What to send, as part of a sentence. */
  static final String EXPECTED =
      "a whole number, 0 or more (decimal digits in quotes, or a plain number up to"
          + " 9007199254740991)";

  /** 2^53 − 1: beyond it JSON readers lose digits, so only texts are taken. */
  private static final long PLAIN_MAX = (1L << 53) - 1;

  private static final int PLAIN_DIGITS_MAX = 16;

  private static final int DIGITS_MAX = 100;

  private WholeNumber() {}

  /** The canonical digits; empty for anything else. */
  public static Optional<String> read(Json value) {
    return switch (value) {
      case Json.Text text when isCanonical(text.value()) -> Optional.of(text.value());
      case Json.Numeral number when isPlain(number.digits()) -> Optional.of(number.digits());
      default -> Optional.empty();
    };
  }

  /** The sentence that refuses a value. That it is a text or a number is not what is wrong. */
  static String refusal(Json value) {
    boolean isOfAKind = value instanceof Json.Text || value instanceof Json.Numeral;
    return EXPECTED + " is expected" + (isOfAKind ? "." : ", not " + value.kind() + ".");
  }

  static boolean isCanonical(String text) {
    int length = text.length();
    if (length == 0 || length > DIGITS_MAX || (length > 1 && text.charAt(0) == '0')) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String digits) {
    return isCanonical(digits)
        && digits.length() <= PLAIN_DIGITS_MAX
        && Long.parseLong(digits) <= PLAIN_MAX;
  }
}
