package org.ledgerstone.protocol;

import java.util.Optional;

/**
 * What the first bytes of an RLP item say.
 *
 * @param isList whether it is a list rather than a string
 * @param from where its content begins
 * @param to where its content and so the item ends
 */
record RlpPrefix(boolean isList, int from, int to) {

  private static final int STRING = 0x80;
  private static final int LIST = 0xc0;

  /** The longest content whose length stands in the first byte itself. */
  private static final int SHORT_MAX = 55;

  /** The prefix that begins there; empty if the item is not minimal or goes beyond the end. */
  static Optional<RlpPrefix> at(byte[] in, int begin, int end) {
    if (begin >= end) {
      return Optional.empty();
    }
    int first = in[begin] & 0xff;
    if (first < STRING) {
      return Optional.of(new RlpPrefix(false, begin, begin + 1));
    }
    boolean isList = first >= LIST;
    int length = first - (isList ? LIST : STRING);
    var prefix =
        length <= SHORT_MAX
            ? within(isList, begin + 1, length, end)
            : withLength(isList, in, begin + 1, length - SHORT_MAX, end);
    return prefix.filter(found -> !found.isSmallByte(in));
  }

  private static Optional<RlpPrefix> withLength(
      boolean isList, byte[] in, int begin, int digits, int end) {
    if (digits > end - begin || in[begin] == 0) {
      return Optional.empty();
    }
    long length = 0;
    for (int i = begin; i < begin + digits; i++) {
      length = length << 8 | (in[i] & 0xff);
      if (length > end) {
        return Optional.empty();
      }
    }
    return length <= SHORT_MAX ? Optional.empty() : within(isList, begin + digits, length, end);
  }

  private static Optional<RlpPrefix> within(boolean isList, int from, long length, int end) {
    return length > end - from
        ? Optional.empty()
        : Optional.of(new RlpPrefix(isList, from, from + (int) length));
  }

  /** A byte below 0x80 is its own encoding and may not be given a prefix. */
  private boolean isSmallByte(byte[] in) {
    return !isList && to - from == 1 && (in[from] & 0xff) < STRING;
  }
}
