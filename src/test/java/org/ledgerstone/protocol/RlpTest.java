package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.protocol.RlpFixture.hex;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One encoding for an item, and nothing but encodings. */
class RlpTest {

  private static final int RANDOM_TRIALS = 200_000;

  private static String shown(Rlp item) {
    return switch (item) {
      case Rlp.Text(var bytes, _) -> HexFormat.of().formatHex(bytes) + ".";
      case Rlp.Items(var items, _) ->
          items.stream().map(RlpTest::shown).collect(Collectors.joining("", "[", "]"));
    };
  }

  private static byte[] written(Rlp item) {
    return switch (item) {
      case Rlp.Text(var bytes, _) -> RlpFixture.text(bytes);
      case Rlp.Items(var items, _) ->
          RlpFixture.list(items.stream().map(RlpTest::written).toArray(byte[][]::new));
    };
  }

  /** The examples of https://ethereum.org/en/developers/docs/data-structures-and-encoding/rlp/. */
  @ParameterizedTest
  @CsvSource({
    "80, .",
    "00, 00.",
    "0f, 0f.",
    "7f, 7f.",
    "8180, 80.",
    "820400, 0400.",
    "83646f67, 646f67.",
    "c0, []",
    "c88363617483646f67, [636174.646f67.]",
    "c7c0c1c0c3c0c1c0, [[][[]][[][[]]]]",
  })
  void readsWhatEncodersWrite(String encoded, String item) {
    assertThat(Rlp.decode(hex(encoded))).map(RlpTest::shown).contains(item);
  }

  @ParameterizedTest
  @ValueSource(ints = {54, 55, 56, 57, 255, 256, 1000, 65_535})
  void readsEveryLength(int length) {
    var bytes = new byte[length];
    bytes[0] = 1;
    assertThat(Rlp.decode(RlpFixture.text(bytes)).flatMap(Rlp::text)).contains(bytes);

    var zeros = new byte[length][];
    Arrays.fill(zeros, new byte[] {0});
    var list = RlpFixture.list(zeros);
    assertThat(Rlp.decodeList(list)).hasValueSatisfying(all -> assertThat(all).hasSize(length));
    assertThat(Rlp.decode(list)).map(Rlp::size).contains(list.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8100",
        "817f",
        "81",
        "8363",
        "8080",
        "0000",
        "c1",
        "c000",
        "c28361",
        "c18100",
        "b801ff",
        "b837",
        "b90038",
        "b90001ff",
        "f800",
        "f801c0",
        "b8",
        "b9ff",
        "f8",
        "bfffffffffffffffff",
        "ffffffffffffffffff",
        "bf8000000000000000",
        "bb7fffffff",
        "fb80000000",
        "c3820400ff",
      })
  void refusesWhatNoEncoderWrites(String encoded) {
    assertThat(Rlp.decode(hex(encoded))).isEmpty();
  }

  @Test
  void refusesALongFormOfAShortContent() {
    assertThat(Rlp.decode(RlpFixture.joined(hex("b837"), new byte[55]))).isEmpty();
    assertThat(Rlp.decode(RlpFixture.joined(hex("b838"), new byte[56]))).isPresent();
    assertThat(Rlp.decode(RlpFixture.joined(hex("f837"), new byte[55]))).isEmpty();
    assertThat(Rlp.decode(RlpFixture.joined(hex("f838"), new byte[56]))).isPresent();
    assertThat(Rlp.decode(RlpFixture.joined(hex("b90038"), new byte[56]))).isEmpty();
  }

  @Test
  void readsListsOnlySoDeep() {
    assertThat(Rlp.decode(nested(Rlp.DEPTH_MAX))).isPresent();
    assertThat(Rlp.decode(nested(Rlp.DEPTH_MAX + 1))).isEmpty();
    assertThat(Rlp.decode(nested(5_000))).isEmpty();
  }

  private static byte[] nested(int depth) {
    var item = new byte[0];
    for (int i = 0; i < depth; i++) {
      item = RlpFixture.list(item);
    }
    return item;
  }

  @Test
  void readsNumbersWithoutLeadingZeros() {
    assertThat(number("80", 8)).isEqualTo("0");
    assertThat(number("88ffffffffffffffff", 8)).isEqualTo("18446744073709551615");
    assertThat(number("88ffffffffffffffff", 7)).isEqualTo("none");
    assertThat(number("00", 8)).isEqualTo("none");
    assertThat(number("820001", 8)).isEqualTo("none");
    assertThat(number("c0", 8)).isEqualTo("none");
  }

  private static String number(String encoded, int bytesMax) {
    return Rlp.decode(hex(encoded))
        .flatMap(item -> item.number(bytesMax))
        .map(BigInteger::toString)
        .orElse("none");
  }

  @Test
  void whatIsReadIsWrittenTheSameWayAndNothingIsThrown() {
    var random = new Random(1);
    int read = 0;
    for (int i = 0; i < RANDOM_TRIALS; i++) {
      var bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = (byte) (0xc0 + bytes.length - 1);
      }
      var item = Rlp.decode(bytes);
      if (item.isPresent()) {
        read++;
        assertThat(written(item.get())).isEqualTo(bytes);
      }
    }
    assertThat(read).isGreaterThan(RANDOM_TRIALS / 100);
  }
}
