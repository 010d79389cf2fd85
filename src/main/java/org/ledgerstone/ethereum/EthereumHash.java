package org.ledgerstone.ethereum;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Keccak-256 hash of a block or a transaction of Ethereum.
 *
 * @param text {@code 0x} and 64 lower-case hex digits
 */
public record EthereumHash(String text) {

  private static final Pattern FORM = Pattern.compile("0x[0-9a-f]{64}");

  /**
   * Takes what already has the form.
   *
   * @throws IllegalArgumentException if it has not
   */
  public EthereumHash {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("Not a hash of Ethereum");
    }
  }

  /** Reads {@code 0x} and 64 hex digits in any case; empty for anything else. */
  public static Optional<EthereumHash> parse(String text) {
    return Optional.of(text.toLowerCase(Locale.ROOT))
        .filter(lower -> text.startsWith("0x") && FORM.matcher(lower).matches())
        .map(EthereumHash::new);
  }

  @Override
  public String toString() {
    return text;
  }
}
