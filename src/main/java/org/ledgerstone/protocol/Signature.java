package org.ledgerstone.protocol;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An ECDSA signature over secp256k1 (SEC 1, SEC 2) as 65 bytes {@code r ‖ s ‖ v}, with 0 &lt; r
 * &lt; n, 0 &lt; s ≤ n/2 (EIP-2) and v 27 or 28: for one message and key there is no second form of
 * it.
 */
public final class Signature {

  /** The number of bytes of a signature. */
  public static final int LENGTH = 65;

  private static final byte[] ZERO = new byte[32];
  private static final byte[] ORDER =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  private static final byte[] HALF_ORDER =
      HexFormat.of().parseHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{87}=");

  private final byte[] bytes;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads what a client hands in: {@code 0x} and 130 hex digits, or base64 of the 65 bytes; a v of
   * 0 or 1 becomes 27 or 28. Empty if the form is wrong.
   */
  public static Optional<Signature> handedIn(String text) {
    return decode(text).map(Signature::withEthereumV).flatMap(Signature::parse);
  }

  /** Reads {@code 0x} and 130 hex digits exactly as blocks carry them; empty for anything else. */
  public static Optional<Signature> fromHex(String text) {
    return isHex(text) ? parse(HexFormat.of().parseHex(text, 2, text.length())) : Optional.empty();
  }

  private static boolean isHex(String text) {
    if (text.length() != 2 + 2 * LENGTH || !text.startsWith("0x")) {
      return false;
    }
    for (int i = 2; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Takes 65 bytes that keep the rules on r, s and v; empty for anything else. */
  public static Optional<Signature> parse(byte[] bytes) {
    return isWellFormed(bytes) ? Optional.of(new Signature(bytes.clone())) : Optional.empty();
  }

  private static Optional<byte[]> decode(String text) {
    if (isHex(text)) {
      return Optional.of(HexFormat.of().parseHex(text, 2, text.length()));
    }
    if (BASE64.matcher(text).matches()) {
      return Optional.of(Base64.getDecoder().decode(text)).filter(b -> b.length == LENGTH);
    }
    return Optional.empty();
  }

  private static byte[] withEthereumV(byte[] bytes) {
    int v = bytes[64];
    if (v == 0 || v == 1) {
      bytes[64] = (byte) (v + 27);
    }
    return bytes;
  }

  private static boolean isWellFormed(byte[] bytes) {
    if (bytes.length != LENGTH || (bytes[64] != 27 && bytes[64] != 28)) {
      return false;
    }
    return compare(bytes, 0, ZERO) > 0
        && compare(bytes, 0, ORDER) < 0
        && compare(bytes, 32, ZERO) > 0
        && compare(bytes, 32, HALF_ORDER) <= 0;
  }

  /** Compares 32 bytes with as many others, as unsigned numbers. */
  private static int compare(byte[] bytes, int begin, byte[] other) {
    return Arrays.compareUnsigned(bytes, begin, begin + 32, other, 0, 32);
  }

  static Signature of(byte[] compact, int recoveryId) {
    var bytes = Arrays.copyOf(compact, LENGTH);
    bytes[64] = (byte) (27 + recoveryId);
    return new Signature(bytes);
  }

  /**
   * The wallet account whose key signed the 32-byte digest (SEC 1, 4.1.6). Empty if no public key
   * fits: r is not the abscissa of a point, or the point is the one at infinity.
   */
  public Optional<Address> signerOf(byte[] digest) {
    try {
      var publicKey =
          Secp256k1.Companion.get().ecdsaRecover(Arrays.copyOf(bytes, 64), digest, bytes[64] - 27);
      return Optional.of(Address.ofPublicKey(publicKey));
    } catch (Secp256k1Exception e) {
      return Optional.empty();
    }
  }

  /** The 65 bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature signature && Arrays.equals(bytes, signature.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code 0x} and 130 lower-case hex digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
