package org.ledgerstone.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code of something that is counted, such as {@code COIN}.
 *
 * @param code two to twelve upper-case letters and digits, a letter first
 */
public record Asset(String code) {

  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{1,11}");

  /**
   * @throws IllegalArgumentException if the code is malformed
   */
  public Asset {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("Not an asset code");
    }
  }

  /** Reads an asset code; empty if it is malformed. */
  public static Optional<Asset> parse(String code) {
    return CODE.matcher(code).matches() ? Optional.of(new Asset(code)) : Optional.empty();
  }

  @Override
  public String toString() {
    return code;
  }
}
