package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("A=x", "x"),
        Arguments.of("A = x ", "x"),
        Arguments.of("\tA\t=\tx", "x"),
        Arguments.of("A=\"hello world\"", "hello world"),
        Arguments.of("A='x'", "x"),
        Arguments.of("A=v # note", "v"),
        Arguments.of("A=v\t# note", "v"),
        Arguments.of("A=a#b", "a#b"),
        Arguments.of("A=#b", "#b"),
        Arguments.of("A= # note", ""),
        Arguments.of("A=\"v # no note\" # note", "v # no note"),
        Arguments.of("A='v # no note'\t# note", "v # no note"),
        Arguments.of("export A=x", "x"),
        Arguments.of("  export   A=x", "x"),
        Arguments.of("A=C:\\new\\table", "C:\\new\\table"),
        Arguments.of("A='C:\\new\\table'", "C:\\new\\table"),
        Arguments.of("A=\"one\\ntwo\\t\\\"three\\\" \\\\\"", "one\ntwo\t\"three\" \\"),
        Arguments.of("A='it\\'s'", "it's"),
        Arguments.of("A=it's", "it's"),
        Arguments.of("A=x   ", "x"),
        Arguments.of("A='x  '", "x  "),
        Arguments.of("A=Grüße €", "Grüße €"),
        Arguments.of("A=${OTHER}", "${OTHER}"),
        Arguments.of("A=x=y==", "x=y=="),
        Arguments.of("A=", ""),
        Arguments.of("A=\"\"", ""),
        Arguments.of("\uFEFFA=x", "x"),
        Arguments.of("A=1\nA=2", "2"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void readsAValue(String line, String value) {
    assertThat(DotEnv.read(line, ".env")).isEqualTo(Map.of("A", value));
  }

  @Test
  void passesOverEmptyLinesAndComments() {
    assertThat(DotEnv.read("\r\n# A=1\r\n   \r\n  # B=2\r\nC=3\r\n", ".env"))
        .isEqualTo(Map.of("C", "3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "1A=hunter2",
        "A B=hunter2",
        "=hunter2",
        "A=\"hunter2",
        "A='hunter2",
        "A=\"hunter2\" x",
        "A='hunter2'#x",
        "export",
        "A-B"
      })
  void namesTheLineThatItCannotReadWithoutItsValue(String line) {
    assertThatThrownBy(() -> DotEnv.read("B=1\n\n" + line + "\nC=2", ".env"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("line 3:")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\""})
  void readsAQuotedValueOfAnyLength(String quote) {
    var value = "x".repeat(100_000);
    assertThat(DotEnv.read("A=" + quote + value + quote, ".env")).isEqualTo(Map.of("A", value));
  }

  @Test
  void namesEveryLineThatItCannotRead() {
    assertThatThrownBy(() -> DotEnv.read("x\r\nA=1\r\ny", "my.env"))
        .hasMessageStartingWith("my.env cannot be read in line 1, 3:");
  }
}
