package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ethereum's recursive length prefix (Yellow Paper, appendix B), for reading only and strictly:
 * what an encoder would not have written is refused, so an item has one encoding.
 */
sealed interface Rlp {

  /** Deeper lists occur in no block and no state; the limit keeps hostile ones off the stack. */
  int DEPTH_MAX = 32;

  /** How many bytes the encoding has, its prefix included. */
  int size();

  /** A string of bytes. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Text(byte[] bytes, int size) implements Rlp {}

  /** A list of items. */
  record Items(List<Rlp> items, int size) implements Rlp {

    /** Keeps its own copy. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /** The one item that these bytes are; empty if they are anything else. */
  static Optional<Rlp> decode(byte[] encoded) {
    return item(encoded, 0, encoded.length, 0).filter(item -> item.size() == encoded.length);
  }

  /** The items of a list; empty if the bytes are anything else. */
  static Optional<List<Rlp>> decodeList(byte[] encoded) {
    return decode(encoded).flatMap(Rlp::list);
  }

  /** The bytes of a string; empty for a list. */
  default Optional<byte[]> text() {
    return this instanceof Text text ? Optional.of(text.bytes()) : Optional.empty();
  }

  /** The items of a list; empty for a string. */
  default Optional<List<Rlp>> list() {
    return this instanceof Items list ? Optional.of(list.items()) : Optional.empty();
  }

  /** The number that a string is: no leading zero, at most so many bytes; empty for others. */
  default Optional<BigInteger> number(int bytesMax) {
    return text()
        .filter(bytes -> bytes.length <= bytesMax && (bytes.length == 0 || bytes[0] != 0))
        .map(bytes -> new BigInteger(1, bytes));
  }

  /** The 32 bytes that a string is; empty for others. */
  default Optional<Word> word() {
    return text().flatMap(Word::of);
  }

  private static Optional<Rlp> item(byte[] in, int begin, int end, int depth) {
    return RlpPrefix.at(in, begin, end)
        .flatMap(prefix ->
            prefix.isList()
                ? list(in, begin, prefix, depth)
                : Optional.of(
                    new Text(
                        Arrays.copyOfRange(in, prefix.from(), prefix.to()), prefix.to() - begin)));
  }

  private static Optional<Rlp> list(byte[] in, int begin, RlpPrefix prefix, int depth) {
    if (depth == DEPTH_MAX) {
      return Optional.empty();
    }
    var items = new ArrayList<Rlp>();
    int at = prefix.from();
    while (at < prefix.to()) {
      var next = item(in, at, prefix.to(), depth + 1);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      items.add(next.get());
      at += next.get().size();
    }
    return Optional.of(new Items(items, prefix.to() - begin));
  }
}
