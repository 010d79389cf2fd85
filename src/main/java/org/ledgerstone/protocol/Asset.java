package org.ledgerstone.protocol;

import java.util.Optional;

/**
 * The code of something that is counted, such as {@code COIN}.
 *
 * @param code two to twelve upper-case letters and digits, a letter first
 */
public record Asset(String code) {

  private static final int LENGTH_MIN = 2;
  private static final int LENGTH_MAX = 12;

  /**
   * @throws IllegalArgumentException if the code is malformed
   */
  public Asset {
    if (!isCode(code)) {
      throw new IllegalArgumentException("Not an asset code");
    }
  }

  /** Reads an asset code; empty if it is malformed. */
  public static Optional<Asset> parse(String code) {
    return isCode(code) ? Optional.of(new Asset(code)) : Optional.empty();
  }

  private static boolean isCode(String text) {
    if (text.length() < LENGTH_MIN || text.length() > LENGTH_MAX || text.charAt(0) <= '9') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return code;
  }
}
