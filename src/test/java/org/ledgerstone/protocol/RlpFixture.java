package org.ledgerstone.protocol;

import java.util.HexFormat;

/** Writes RLP as an encoder does, and other bytes that tests need. */
final class RlpFixture {

  private RlpFixture() {}

  /** The bytes that these hex digits are, with {@code 0x} in front or without. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.startsWith("0x") ? digits.substring(2) : digits);
  }

  static byte[] text(byte[] bytes) {
    boolean isItself = bytes.length == 1 && bytes[0] >= 0;
    return isItself ? bytes : joined(prefix(0x80, bytes.length), bytes);
  }

  static byte[] text(String digits) {
    return text(hex(digits));
  }

  static byte[] list(byte[]... encodedItems) {
    var content = joined(encodedItems);
    return joined(prefix(0xc0, content.length), content);
  }

  /** A leaf or an extension; the part of the key in hex prefix form. */
  static byte[] pathNode(String prefixedPart, byte[] encodedRest) {
    return list(text(prefixedPart), encodedRest);
  }

  /** A branch with one child, or with a value where the digit is 16. */
  static byte[] branch(int digit, byte[] encoded) {
    var items = new byte[17][];
    for (int i = 0; i < items.length; i++) {
      items[i] = i == digit ? encoded : text("");
    }
    return list(items);
  }

  static byte[] joined(byte[]... parts) {
    var all = new StringBuilder();
    for (var part : parts) {
      all.append(HexFormat.of().formatHex(part));
    }
    return hex(all.toString());
  }

  private static byte[] prefix(int kind, int length) {
    if (length <= 55) {
      return new byte[] {(byte) (kind + length)};
    }
    return length < 256
        ? new byte[] {(byte) (kind + 56), (byte) length}
        : new byte[] {(byte) (kind + 57), (byte) (length >> 8), (byte) length};
  }
}
