package org.ledgerstone.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a balance: a wallet account ({@code 0x} and 40 hex digits, moved by the signature of
 * its key) or a named account such as {@code users:alice} (moved by the ledger's operator).
 * Immutable; addresses of the same text are equal.
 */
public final class Address implements Comparable<Address> {

  private static final int WALLET_LENGTH = 42;
  private static final int NAME_LENGTH_MAX = 63;

  private static final long UNKNOWN = -1;

  private final String text;

  /**
   * Which of a wallet account's 40 digits are shown as capitals, the first in the lowest bit. It
   * costs a hash, so it is kept once known; the text itself would take as much as all the rest.
   */
  private volatile long capitals;

  /** What typed data has of it, kept once known: two hashes for who pays many times. */
  private volatile byte @Nullable [] shownHash;

  /**
   * The address with this text.
   *
   * @param text the form that is hashed and stored, lower case
   * @throws IllegalArgumentException if the text is not an address in its stored form
   */
  public Address(String text) {
    this(text, UNKNOWN);
    if (!isStoredForm(text)) {
      throw new IllegalArgumentException("Not an address in stored form");
    }
  }

  private Address(String text, long capitals) {
    this.text = text;
    this.capitals = capitals;
  }

  /** The address with this text in its stored form; empty for anything else. */
  static Optional<Address> stored(String text) {
    return isStoredForm(text) ? Optional.of(new Address(text, UNKNOWN)) : Optional.empty();
  }

  /**
   * Reads what a person or client wrote. A wallet account may be all lower case, all upper case or
   * carry a correct EIP-55 checksum; anything else is empty.
   */
  public static Optional<Address> parse(String text) {
    if (isWalletInAnyCase(text)) {
      return parseWallet(text);
    }
    return isName(text) ? Optional.of(new Address(text, 0)) : Optional.empty();
  }

  private static Optional<Address> parseWallet(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    long letters = 0;
    long written = 0;
    for (int i = 2; i < WALLET_LENGTH; i++) {
      if (lower.charAt(i) >= 'a') {
        letters |= 1L << (i - 2);
      }
      if (lower.charAt(i) != text.charAt(i)) {
        written |= 1L << (i - 2);
      }
    }
    if (written == 0 || written == letters) {
      return Optional.of(new Address(lower, UNKNOWN));
    }
    long capitals = capitalsOf(lower);
    return written == (capitals & letters)
        ? Optional.of(new Address(lower, capitals))
        : Optional.empty();
  }

  private static boolean isStoredForm(String text) {
    return isWalletInAnyCase(text) ? text.equals(text.toLowerCase(Locale.ROOT)) : isName(text);
  }

  private static boolean isWalletInAnyCase(String text) {
    return text.length() == WALLET_LENGTH && text.startsWith("0x") && isHexFrom(2, text);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= NAME_LENGTH_MAX
        && !text.startsWith("0x")
        && isLetterOrDigit(text.charAt(0))
        && isOfNameCharacters(text)
        && !(text.length() == 40 && isHexFrom(0, text));
  }

  private static boolean isHexFrom(int begin, String text) {
    for (int i = begin; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfNameCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != ':' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /** The last 20 bytes of the Keccak-256 of an uncompressed public key's 64 coordinate bytes. */
  static Address ofPublicKey(byte[] uncompressed) {
    var hash = Keccak.hash(Arrays.copyOfRange(uncompressed, 1, 65));
    return new Address("0x" + HexFormat.of().formatHex(hash, 12, 32), UNKNOWN);
  }

  /** The form that is hashed and stored, lower case. */
  public String text() {
    return text;
  }

  /** Whether this is a wallet account, moved by its own key. */
  public boolean isWallet() {
    return text.startsWith("0x");
  }

  /** The 20 bytes that Ethereum knows a wallet account by; empty for a named one. */
  Optional<byte[]> walletBytes() {
    return isWallet()
        ? Optional.of(HexFormat.of().parseHex(text, 2, WALLET_LENGTH))
        : Optional.empty();
  }

  /** The form for people and for signing: EIP-55 for a wallet account, the name otherwise. */
  public String shown() {
    return isWallet() ? new String(shownBytes(), StandardCharsets.US_ASCII) : text;
  }

  /** The ASCII bytes of {@link #shown}. */
  byte[] shownBytes() {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (isWallet()) {
      long rest = capitals();
      for (int i = 2; rest != 0; i++, rest >>>= 1) {
        if ((rest & 1) != 0) {
          bytes[i] = (byte) Character.toUpperCase(bytes[i]);
        }
      }
    }
    return bytes;
  }

  /** The Keccak-256 of {@link #shownBytes}, for reading only. */
  byte[] shownHash() {
    var known = shownHash;
    if (known == null) {
      known = Keccak.hash(shownBytes());
      shownHash = known;
    }
    return known;
  }

  private long capitals() {
    long known = capitals;
    if (known == UNKNOWN) {
      known = capitalsOf(text);
      capitals = known;
    }
    return known;
  }

  /** A letter is upper case where the hash of the digits has a hex digit of 8 or more (EIP-55). */
  private static long capitalsOf(String lower) {
    var digits = lower.substring(2).getBytes(StandardCharsets.US_ASCII);
    var hash = Keccak.hash(digits);
    long capitals = 0;
    for (int i = 0; i < digits.length; i++) {
      int highBit = i % 2 == 0 ? 0x80 : 0x08;
      if ((hash[i / 2] & highBit) != 0) {
        capitals |= 1L << i;
      }
    }
    return capitals;
  }

  @Override
  public int compareTo(Address other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && text.equals(address.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
