package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Ethereum's 32 bytes: a Keccak-256 hash, a place in a contract's storage, or what it holds.
 * Immutable.
 */
public final class Word {

  /** The number of bytes of a word. */
  public static final int LENGTH = 32;

  /** 32 zero bytes: what storage holds where nothing was written. */
  public static final Word ZERO = new Word(new byte[LENGTH]);

  private final byte[] bytes;

  private Word(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The Keccak-256 of the given parts, one after the other. */
  public static Word keccak(byte[]... parts) {
    return new Word(Keccak.hash(parts));
  }

  /** The number's lowest 256 bits, the most significant byte first. */
  static Word ofNumber(BigInteger number) {
    var bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bytes[LENGTH - 1 - i] = number.shiftRight(Byte.SIZE * i).byteValue();
    }
    return new Word(bytes);
  }

  /** Exactly 32 bytes; empty for any other number. */
  public static Optional<Word> of(byte[] bytes) {
    return bytes.length == LENGTH ? Optional.of(new Word(bytes.clone())) : Optional.empty();
  }

  /** Reads {@code 0x} and 64 lower-case hex digits; empty for anything else. */
  public static Optional<Word> parse(String text) {
    return text.startsWith("0x")
        ? Hash.parse(text.substring(2)).map(hash -> new Word(hash.bytes()))
        : Optional.empty();
  }

  /** Reads {@code 0x} and 64 hex digits in any case; empty for anything else. */
  public static Optional<Word> parseAnyCase(String text) {
    return text.startsWith("0x") ? parse(text.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  /** The 32 bytes of a SHA-256 hash, as a contract keeps it. */
  public static Word of(Hash hash) {
    return new Word(hash.bytes());
  }

  /** The word that is one more; zero after the last, as the machine counts. */
  public Word next() {
    return ofNumber(number().add(BigInteger.ONE));
  }

  /** These bytes as an unsigned number, the most significant first. */
  public BigInteger number() {
    return new BigInteger(1, bytes);
  }

  /** The 32 bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** These bytes as a hash of a ledger. */
  public Hash hash() {
    return Hash.wrap(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Word word && Arrays.equals(bytes, word.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code 0x} and 64 lower-case hex digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
