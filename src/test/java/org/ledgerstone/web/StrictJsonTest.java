package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void readsEveryKindOfValue() {
    var json =
        "{\"t\":\"x\\u00e9\\ud83d\\ude00\",\"n\":12,\"a\":[true,false,null,{}],\"o\":{\"t\":\"\"}}";
    assertThat(StrictJson.read(json.getBytes(UTF_8)))
        .isEqualTo(
            new JsonObject(
                "",
                Map.of(
                    "t", new Json.Text("xé😀"),
                    "n", new Json.Numeral("12"),
                    "a",
                        new JsonArray(
                            "a",
                            List.of(
                                new Json.Truth(true),
                                new Json.Truth(false),
                                new Json.Null(),
                                new JsonObject("a[3]", Map.of()))),
                    "o", new JsonObject("o", Map.of("t", new Json.Text(""))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-1",
        "1.50",
        "1e3",
        "1E+3",
        "9007199254740993",
        "115792089237316195423570985008687907853269984665640564039457584007913129639935"
      })
  void keepsANumberAsItWasWritten(String digits) {
    assertThat(StrictJson.read(digits)).isEqualTo(new Json.Numeral(digits));
    assertThat(StrictJson.read(" [" + digits + " ] "))
        .isEqualTo(new JsonArray("", List.of(new Json.Numeral(digits))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "}", "{\"a\":1", "{\"a\":1,}", "[1,]", "[1 2]", "{a:1}", "{'a':1}", "01",
        "+1", ".5", "1.", "NaN", "Infinity", "-", "tru", "nul", "\"x", "\"\t\"", "\"\\x\"",
        "\"\\u12\"", "// x\n1", "/* x */1", "#x\n1", "\uFEFF{}", "{\"a\":undefined}"
      })
  void refusesWhatIsNoJson(String text) {
    assertRefused(text, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}x", "1 2", "[]]", "{},", "null null"})
  void refusesAnythingAfterTheValue(String text) {
    assertRefused(text, "");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiter = '~',
      value = {
        "{\"a\":1,\"a\":1} ~ a: this field is there twice.",
        "{\"a\":1,\"\\u0061\":2} ~ a: this field is there twice.",
        "{\"a\":null,\"a\":null} ~ a: this field is there twice.",
        "{\"x\":[{},{\"b\":1,\"b\":2}]} ~ x[1].b: this field is there twice.",
        "{\"a\":\"\\ud800\"} ~ a: half a surrogate pair is no character.",
        "{\"a\":\"\\udc00\\ud800\"} ~ a: half a surrogate pair is no character.",
        "{\"a\":\"x\\ud83d\"} ~ a: half a surrogate pair is no character.",
        "{\"\\udead\":1} ~ In a text half a surrogate pair is no character.",
        "{\"a\":[\"\\u0000\"]} ~ a[0]: the character U+0000 is not allowed.",
        "{\"\\u0000\":1} ~ In a text the character U+0000 is not allowed.",
      })
  void refusesWhatHasTwoMeanings(String text, String detail) {
    assertRefused(text, detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22ff22", "22c0af22", "22eda08022", "22f4908080 22", "22c322", "fffe7b007d00"})
  void refusesWhatIsNotUtf8(String hex) {
    assertThatThrownBy(() -> StrictJson.read(HexFormat.of().parseHex(hex.replace(" ", ""))))
        .isInstanceOf(Problem.class)
        .hasMessage("MALFORMED: The body is not UTF-8.");
  }

  @Test
  void limitsDepthNamesAndNumbers() {
    StrictJson.read("[".repeat(32) + "]".repeat(32));
    assertRefused("[".repeat(33) + "]".repeat(33), "");
    assertRefused("[".repeat(100_000), "");
    StrictJson.read("1".repeat(100));
    assertRefused("1".repeat(101), "");
    StrictJson.read("{\"" + "n".repeat(256) + "\":1}");
    assertRefused("{\"" + "n".repeat(257) + "\":1}", "");
  }

  @Test
  void saysWhereReadingEndedAndNotWhatStoodThere() {
    assertRefused(
        "{\"a\": 1,\n  \"b\": secret}", "The body is no JSON that can be read: line 2, column");
    assertThatThrownBy(() -> StrictJson.read("{\"b\": secret}"))
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("jackson");
  }

  private static void assertRefused(String text, String detail) {
    assertThatThrownBy(() -> StrictJson.read(text.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.code()).isEqualTo("MALFORMED");
              assertThat(problem.detail()).startsWith(detail);
            });
  }
}
