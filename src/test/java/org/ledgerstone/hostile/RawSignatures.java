package org.ledgerstone.hostile;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.ledgerstone.protocol.Order;

/** The right signature of an order with its bytes changed: what is no signature by its form. */
final class RawSignatures {

  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final BigInteger FIELD =
      new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);

  private RawSignatures() {}

  /** The text of the signature in the variant of this name. */
  static String of(String variant, Order order) {
    var bytes = order.authorization().signature().orElseThrow().bytes();
    var hex = HexFormat.of().formatHex(bytes);
    var r = hex.substring(0, 64);
    var s = hex.substring(64, 128);
    var v = hex.substring(128);
    var otherV = v.equals("1b") ? "1c" : "1b";
    var number = new BigInteger(s, 16);
    return switch (variant) {
      case "fine" -> "0x" + hex;
      case "upper-case" -> "0x" + hex.toUpperCase(Locale.ROOT);
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      case "v-0-or-1" -> "0x" + r + s + (v.equals("1b") ? "00" : "01");
      case "64-bytes" -> "0x" + r + s;
      case "66-bytes" -> "0x" + hex + "00";
      case "half-byte" -> "0x" + hex.substring(1);
      case "no-0x" -> hex;
      case "0X" -> "0X" + hex;
      case "base64-unpadded" -> Base64.getEncoder().withoutPadding().encodeToString(bytes);
      case "base64-of-64" -> Base64.getEncoder().encodeToString(new byte[64]);
      case "eip-2098" -> "0x" + r + hex(number.setBit(v.equals("1c") ? 255 : 254));
      case "high-s" -> "0x" + r + hex(ORDER.subtract(number)) + otherV;
      case "high-s-same-v" -> "0x" + r + hex(ORDER.subtract(number)) + v;
      case "half-order-and-1" -> "0x" + r + hex(ORDER.shiftRight(1).add(BigInteger.ONE)) + v;
      case "s-0" -> "0x" + r + hex(BigInteger.ZERO) + v;
      case "s-n" -> "0x" + r + hex(ORDER) + v;
      case "s-largest" -> "0x" + r + "f".repeat(64) + v;
      case "r-0" -> "0x" + hex(BigInteger.ZERO) + s + v;
      case "r-n" -> "0x" + hex(ORDER) + s + v;
      case "r-p" -> "0x" + hex(FIELD) + s + v;
      case "r-5" -> "0x" + hex(BigInteger.valueOf(5)) + s + v;
      case "r-1" -> "0x" + hex(BigInteger.ONE) + s + v;
      case "zero" -> "0x" + "0".repeat(130);
      case "other-v" -> "0x" + r + s + otherV;
      case "v-2" -> "0x" + r + s + "02";
      case "v-29" -> "0x" + r + s + "1d";
      case "v-37" -> "0x" + r + s + "25";
      case "v-255" -> "0x" + r + s + "ff";
      default -> throw new IllegalArgumentException("No signature is called " + variant);
    };
  }

  private static String hex(BigInteger number) {
    return String.format("%064x", number);
  }
}
