package org.ledgerstone.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-256 hash (FIPS 180-4): 32 bytes, written as 64 lower-case hex digits. Immutable. */
public final class Hash implements Comparable<Hash> {

  /** The number of bytes of a hash. */
  public static final int LENGTH = 32;

  /** Only ever copied, never written to, so all threads may. */
  private static final MessageDigest FRESH = fromPlatform();

  /** Used again and again by a thread: a digest leaves it as it was. */
  private static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Hash::sha256);

  /** 32 zero bytes: what genesis names as its parent. */
  public static final Hash ZERO = new Hash(new byte[LENGTH]);

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash of the given parts, one after the other. */
  public static Hash of(byte[]... parts) {
    var digest = OWN.get();
    for (var part : parts) {
      digest.update(part);
    }
    return new Hash(digest.digest());
  }

  /** The hash of the text's UTF-8 bytes. */
  public static Hash ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A hash that was computed earlier.
   *
   * @throws IllegalArgumentException if these are not 32 bytes
   */
  public static Hash wrap(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("A hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** Reads 64 lower-case hex digits; empty for anything else. */
  public static Optional<Hash> parse(String text) {
    return isHex(text) ? Optional.of(new Hash(HexFormat.of().parseHex(text))) : Optional.empty();
  }

  private static boolean isHex(String text) {
    if (text.length() != 2 * LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** A SHA-256 that nothing has been put into: a copy, for asking the platform costs more. */
  static MessageDigest sha256() {
    return copy(FRESH);
  }

  /** Goes on from what this one has been given; the original stays as it is. */
  static MessageDigest copy(MessageDigest begun) {
    try {
      return (MessageDigest) begun.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The platform's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest fromPlatform() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The 32 bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Writes the 32 bytes into the array, from there on. */
  void copyTo(byte[] target, int begin) {
    System.arraycopy(bytes, 0, target, begin, LENGTH);
  }

  /** How many zero bits the hash begins with, 0 … 256. */
  public int leadingZeroBits() {
    return leadingZeroBits(bytes);
  }

  static int leadingZeroBits(byte[] bytes) {
    int zeros = 0;
    for (byte b : bytes) {
      if (b != 0) {
        return zeros + Integer.numberOfLeadingZeros(b & 0xff) - 24;
      }
      zeros += 8;
    }
    return zeros;
  }

  /** Compares as unsigned numbers, which is also the order of the hex texts. */
  @Override
  public int compareTo(Hash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
