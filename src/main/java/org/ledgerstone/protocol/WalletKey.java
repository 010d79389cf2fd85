package org.ledgerstone.protocol;

import fr.acinq.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A secp256k1 private key. Signs deterministically (RFC 6979). Never shows itself: {@link
 * #toString()} names the address only, and {@link #secret()} is the one way out.
 */
public final class WalletKey {

  private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]{64}");

  private final byte[] secret;
  private final Address address;

  private WalletKey(byte[] secret) {
    this.secret = secret;
    this.address = Address.ofPublicKey(Secp256k1.Companion.get().pubkeyCreate(secret));
  }

  /** Reads 64 hex digits, with or without {@code 0x}; empty if that is no key of this curve. */
  public static Optional<WalletKey> parse(String text) {
    if (!HEX.matcher(text).matches()) {
      return Optional.empty();
    }
    var digits = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
    return ofSecret(HexFormat.of().parseHex(digits));
  }

  /** A new key from the given source of randomness. */
  public static WalletKey random(SecureRandom random) {
    while (true) {
      var secret = new byte[32];
      random.nextBytes(secret);
      var key = ofSecret(secret);
      if (key.isPresent()) {
        return key.get();
      }
    }
  }

  private static Optional<WalletKey> ofSecret(byte[] secret) {
    return Secp256k1.Companion.get().secKeyVerify(secret)
        ? Optional.of(new WalletKey(secret))
        : Optional.empty();
  }

  /** The wallet account that this key moves. */
  public Address address() {
    return address;
  }

  /** Signs a 32-byte digest. */
  public Signature sign(byte[] digest) {
    var curve = Secp256k1.Companion.get();
    var compact = curve.sign(digest, secret);
    var publicKey = curve.pubkeyCreate(secret);
    for (int id = 0; id < 2; id++) {
      if (Arrays.equals(publicKey, curve.ecdsaRecover(compact, digest, id))) {
        return Signature.of(compact, id);
      }
    }
    throw new IllegalStateException("The signature does not lead back to its key");
  }

  /**
   * The key itself, {@code 0x} and 64 hex digits, for keeping in a file that only its owner reads.
   */
  public String secret() {
    return "0x" + HexFormat.of().formatHex(secret);
  }

  @Override
  public String toString() {
    return "WalletKey[" + address.shown() + "]";
  }
}
