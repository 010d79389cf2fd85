package org.ledgerstone.protocol;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who holds a balance: a wallet account ({@code 0x} and 40 hex digits, moved by the signature of
 * its key) or a named account such as {@code users:alice} (moved by the ledger's operator).
 *
 * @param text the form that is hashed and stored, lower case
 */
public record Address(String text) implements Comparable<Address> {

  private static final Pattern WALLET = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,62}");
  private static final Pattern LOOKS_LIKE_HEX = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern ANY_WALLET = Pattern.compile("0x[0-9a-fA-F]{40}");

  /**
   * @throws IllegalArgumentException if the text is not an address in its stored form
   */
  public Address {
    if (!isStoredForm(text)) {
      throw new IllegalArgumentException("Not an address in stored form");
    }
  }

  /**
   * Reads what a person or client wrote. A wallet account may be all lower case, all upper case or
   * carry a correct EIP-55 checksum; anything else is empty.
   */
  public static Optional<Address> parse(String text) {
    if (ANY_WALLET.matcher(text).matches()) {
      return parseWallet(text);
    }
    return isName(text) ? Optional.of(new Address(text)) : Optional.empty();
  }

  private static Optional<Address> parseWallet(String text) {
    var digits = text.substring(2);
    var lower = digits.toLowerCase(Locale.ROOT);
    boolean singleCase = digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT));
    var address = new Address("0x" + lower);
    return singleCase || address.shown().equals(text) ? Optional.of(address) : Optional.empty();
  }

  private static boolean isStoredForm(String text) {
    return WALLET.matcher(text).matches() || isName(text);
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches()
        && !text.startsWith("0x")
        && !LOOKS_LIKE_HEX.matcher(text).matches();
  }

  /** The last 20 bytes of the Keccak-256 of an uncompressed public key's 64 coordinate bytes. */
  static Address ofPublicKey(byte[] uncompressed) {
    var coordinates = new byte[64];
    System.arraycopy(uncompressed, 1, coordinates, 0, 64);
    return new Address("0x" + HexFormat.of().formatHex(Keccak.hash(coordinates), 12, 32));
  }

  /** Whether this is a wallet account, moved by its own key. */
  public boolean isWallet() {
    return text.startsWith("0x");
  }

  /** The form for people and for signing: EIP-55 for a wallet account, the name otherwise. */
  public String shown() {
    if (!isWallet()) {
      return text;
    }
    var checksum = HexFormat.of().formatHex(Keccak.hash(text.substring(2)));
    var shown = new StringBuilder(text);
    for (int i = 2; i < shown.length(); i++) {
      if (checksum.charAt(i - 2) >= '8') {
        shown.setCharAt(i, Character.toUpperCase(shown.charAt(i)));
      }
    }
    return shown.toString();
  }

  @Override
  public int compareTo(Address other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
