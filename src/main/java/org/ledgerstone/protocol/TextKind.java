package org.ledgerstone.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The texts that people write, with the length in Unicode code points that each may have. Texts are
 * hashed as given, without normalisation.
 */
public enum TextKind {
  /** What a transfer is for. */
  MEMO(0, 256, false),
  /** Who says that they wrote a post. */
  AUTHOR(1, 100, false),
  /** What a post says. */
  CONTENT(1, 4000, true),
  /** What a miner wrote into a block. */
  DATA(0, 1000, true),
  /** The parameters, as genesis carries them. */
  GENESIS_DATA(0, 10_000, true);

  private final int lengthMin;
  private final int lengthMax;
  private final boolean lines;

  TextKind(int lengthMin, int lengthMax, boolean lines) {
    this.lengthMin = lengthMin;
    this.lengthMax = lengthMax;
    this.lines = lines;
  }

  /** What is wrong with the text, as the end of a sentence; empty if nothing is. */
  public Optional<String> fault(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < lengthMin || length > lengthMax) {
      return Optional.of("has " + length + " characters, not " + lengthMin + " to " + lengthMax);
    }
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      if (!isAllowed(c)) {
        return Optional.of(String.format("holds U+%04X, which is not allowed", c));
      }
    }
    return Optional.empty();
  }

  private boolean isAllowed(int c) {
    if (c == '\t' || c == '\n') {
      return lines;
    }
    boolean control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    boolean direction =
        c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return !control && !isSurrogate(c) && !direction;
  }

  private static boolean isSurrogate(int c) {
    return c >= 0xd800 && c <= 0xdfff;
  }

  /**
   * Whether the text has UTF-8 bytes of its own. One with a lone surrogate has not: Java encodes it
   * like the text with a question mark there, so that both would have the same hash.
   */
  static boolean hasBytes(String text) {
    return text.codePoints().noneMatch(TextKind::isSurrogate);
  }

  /** How a content text names a text: its hash, or {@code -} when it is empty. */
  static String commitment(String text) {
    return text.isEmpty() ? "-" : Hash.ofText(text).toString();
  }

  static int bytes(String text) {
    return text.isEmpty() ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
