package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Makes inputs out of what a parser reads: bytes changed, words exchanged for others that parsers
 * have stumbled over, parts repeated or moved between seeds. The number of an input says all of it.
 */
final class Mutator {

  private static final int LENGTH_MAX = 64 * 1024;
  private static final int EDITS_MAX = 4;
  private static final String WORD_ENDS = "\"{}[],:=\n\r #'";

  private static final List<byte[]> WORDS =
      Stream.of(
              "",
              "0",
              "-0",
              "-1",
              "1",
              "2",
              "3",
              "4",
              "256",
              "257",
              "65536",
              "2147483647",
              "2147483648",
              "-2147483649",
              "4294967296",
              "9007199254740991",
              "9007199254740992",
              "9223372036854775807",
              "9223372036854775808",
              "18446744073709551615",
              "18446744073709551616",
              "1e3",
              "1e400",
              "1.0",
              "00",
              "0x",
              "0x0",
              "null",
              "true",
              "false",
              "NaN",
              "[]",
              "{}",
              "[[]]",
              "[{}]",
              "{\"\":0}",
              "\"\"",
              "\"",
              "'",
              "\\",
              "\\\"",
              "\\u0000",
              "\\ud800",
              "\\udfff\\ud800",
              "\\u202e",
              "\\n",
              "\u0000",
              "\u0007",
              "\uFEFF",
              "\u2028",
              "é",
              "e\u0301",
              "😀",
              "٥",
              "１",
              "\r",
              "\n",
              "\r\n",
              "\t",
              " ",
              "=",
              "#",
              " #",
              "export ",
              "${A}",
              "A=",
              "='",
              "=\"",
              "transfer",
              "post",
              "reward",
              "allocation",
              "COIN",
              "GOLD",
              "NOPE",
              "treasury",
              "users:carol",
              "2026-01-01",
              "1969-12-31T23:59:59.999Z",
              "2026-02-29T00:00:00.000Z",
              "9999-12-31T23:59:59.999Z",
              "10000-01-01T00:00:00.000Z",
              "0".repeat(64),
              "f".repeat(64),
              "F".repeat(64),
              "0x" + "0".repeat(40),
              "0x" + "f".repeat(40),
              "0x" + "0".repeat(130),
              "0x" + "f".repeat(130),
              "9".repeat(39),
              "9".repeat(120),
              "a".repeat(257),
              "-")
          .map(word -> word.getBytes(UTF_8))
          .toList();

  private final List<byte[]> seeds;

  Mutator(List<byte[]> seeds) {
    this.seeds = seeds;
  }

  /** The input with this number, the same each time. */
  byte[] input(long number) {
    var random = new SplittableRandom(number);
    var input = pick(seeds, random);
    for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
      input = edited(input, random);
    }
    return input.length <= LENGTH_MAX ? input : Arrays.copyOf(input, LENGTH_MAX);
  }

  private byte[] edited(byte[] input, SplittableRandom random) {
    int at = random.nextInt(input.length + 1);
    int length = random.nextInt(1 + Math.min(40, input.length - at));
    return switch (random.nextInt(12)) {
      case 0 -> flipped(input, at, random);
      case 1 -> replaced(input, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
      case 2 -> replaced(input, at, length, new byte[0]);
      case 3 -> replaced(input, at, 0, Arrays.copyOfRange(input, at, at + length));
      case 4 -> replaced(input, at, 0, pick(WORDS, random));
      case 5 -> spliced(input, at, pick(seeds, random), random);
      case 6 -> moved(input, at, length, random);
      case 7 -> random.nextInt(8) == 0 ? stretched(input, at, length, random) : input;
      default -> exchanged(input, at, random);
    };
  }

  private static byte[] flipped(byte[] input, int at, SplittableRandom random) {
    var flipped = input.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] spliced(byte[] input, int at, byte[] other, SplittableRandom random) {
    int from = random.nextInt(other.length);
    return replaced(input, at, input.length - at, Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] moved(byte[] input, int at, int length, SplittableRandom random) {
    var part = Arrays.copyOfRange(input, at, at + length);
    var without = replaced(input, at, length, new byte[0]);
    return replaced(without, random.nextInt(without.length + 1), 0, part);
  }

  private static byte[] stretched(byte[] input, int at, int length, SplittableRandom random) {
    var part = Arrays.copyOfRange(input, at, at + length);
    var many = new ByteArrayOutputStream();
    for (int left = random.nextInt(LENGTH_MAX); left > 0; left -= 1 + part.length) {
      many.writeBytes(part);
    }
    return replaced(input, at, 0, many.toByteArray());
  }

  /** Puts another word where one stands, from what ends words to what ends them. */
  private byte[] exchanged(byte[] input, int at, SplittableRandom random) {
    int begin = at;
    while (begin > 0 && !endsWord(input[begin - 1])) {
      begin--;
    }
    int end = at;
    while (end < input.length && !endsWord(input[end])) {
      end++;
    }
    var word = random.nextInt(3) == 0 ? aWordOf(pick(seeds, random), random) : pick(WORDS, random);
    return replaced(input, begin, end - begin, word);
  }

  private static byte[] aWordOf(byte[] seed, SplittableRandom random) {
    int begin = random.nextInt(seed.length);
    while (begin > 0 && !endsWord(seed[begin - 1])) {
      begin--;
    }
    int end = begin;
    while (end < seed.length && !endsWord(seed[end])) {
      end++;
    }
    return Arrays.copyOfRange(seed, begin, end);
  }

  private static boolean endsWord(byte b) {
    return WORD_ENDS.indexOf(b) >= 0;
  }

  private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
    var bytes = new ByteArrayOutputStream(input.length + by.length);
    bytes.write(input, 0, at);
    bytes.writeBytes(by);
    bytes.write(input, at + length, input.length - at - length);
    return bytes.toByteArray();
  }

  private static byte[] pick(List<byte[]> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }
}
