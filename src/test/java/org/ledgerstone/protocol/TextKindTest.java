package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextKindTest {

  @ParameterizedTest
  @CsvSource({
    "MEMO, 0, 256",
    "AUTHOR, 1, 100",
    "CONTENT, 1, 4000",
    "DATA, 0, 1000",
    "GENESIS_DATA, 0, 10000"
  })
  void countsCodePoints(TextKind kind, int min, int max) {
    for (var character : new String[] {"a", "é", "发", "😀"}) {
      assertThat(kind.fault(character.repeat(min))).isEmpty();
      assertThat(kind.fault(character.repeat(max))).isEmpty();
      assertThat(kind.fault(character.repeat(max + 1))).isPresent();
    }
    assertThat(kind.fault("").isPresent()).isEqualTo(min == 1);
  }

  @ParameterizedTest
  @EnumSource
  void refusesExactlyTheseCodePoints(TextKind kind) {
    boolean lines = !Set.of(TextKind.MEMO, TextKind.AUTHOR).contains(kind);
    var refused = new TreeSet<Integer>();
    range(refused, 0x00, 0x1f);
    if (lines) {
      refused.remove((int) '\t');
      refused.remove((int) '\n');
    }
    range(refused, 0x7f, 0x9f);
    range(refused, 0x200e, 0x200f);
    range(refused, 0x202a, 0x202e);
    range(refused, 0x2066, 0x2069);
    range(refused, 0xd800, 0xdfff);

    var found = new TreeSet<Integer>();
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> kind.fault(Character.toString(c)).isPresent())
        .forEach(found::add);

    assertThat(found).isEqualTo(refused);
  }

  @Test
  void namesWhatIsWrong() {
    assertThat(TextKind.MEMO.fault("a\nb")).contains("holds U+000A, which is not allowed");
    assertThat(TextKind.AUTHOR.fault("")).contains("has 0 characters, not 1 to 100");
  }

  @Test
  void refusesALoneSurrogateAnywhere() {
    for (var text : new String[] {"\ud83d", "\ude00", "\ude00\ud83d", "a\ud83db", "😀\ud83d"}) {
      assertThat(TextKind.CONTENT.fault(text)).isPresent();
      assertThat(TextKind.hasBytes(text)).isFalse();
    }
    assertThat(TextKind.CONTENT.fault("😀")).isEmpty();
    assertThat(TextKind.hasBytes("😀 a\n")).isTrue();
  }

  @Test
  void doesNotNormalise() {
    var composed = "\u00e9";
    var decomposed = "e\u0301";

    assertThat(TextKind.commitment(composed)).isNotEqualTo(TextKind.commitment(decomposed));
  }

  @Test
  void commitsToAnEmptyTextWithAHyphen() {
    assertThat(TextKind.commitment("")).isEqualTo("-");
    assertThat(TextKind.commitment("-")).isEqualTo(Hash.ofText("-").toString());
    assertThat(TextKind.bytes("")).isZero();
    assertThat(TextKind.bytes("aé发😀")).isEqualTo(1 + 2 + 3 + 4);
  }

  private static void range(Set<Integer> points, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(points::add);
  }
}
