package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  private static final BigInteger MAX = BigInteger.TWO.pow(256);

  private static JsonObject object(String text) {
    return (JsonObject) StrictJson.read(text);
  }

  private static JsonObject holding(String value) {
    return object("{\"f\":" + value + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "10", "9007199254740991"})
  void takesAWholeNumberAsTextOrPlain(String digits) {
    assertThat(holding(digits).wholeNumber("f", MAX)).isEqualTo(new BigInteger(digits));
    assertThat(holding('"' + digits + '"').wholeNumber("f", MAX)).isEqualTo(new BigInteger(digits));
    assertThat(holding(digits).decimal("f")).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740992", "9007199254740993", "100000000000000000000"})
  void takesALargeWholeNumberAsTextOnly(String digits) {
    assertThat(holding('"' + digits + '"').decimal("f")).isEqualTo(digits);
    assertRefused(digits, o -> o.decimal("f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0",
        "-1",
        "1.0",
        "0.5",
        "1e2",
        "1E0",
        "\"\"",
        "\"01\"",
        "\"00\"",
        "\"+1\"",
        "\"-1\"",
        "\"-0\"",
        "\"1.0\"",
        "\"1e2\"",
        "\" 1\"",
        "\"1 \"",
        "\"0x1\"",
        "\"1_000\"",
        "\"١\"",
        "\"１\"",
        "true",
        "[1]",
        "{}"
      })
  void refusesAnyOtherWholeNumber(String value) {
    assertRefused(value, o -> o.decimal("f"));
    assertRefused(value, o -> o.wholeNumber("f", MAX));
    assertRefused(value, o -> o.optionalWholeNumber("f", MAX));
    assertRefused(value, o -> o.optionalDecimal("f"));
  }

  @Test
  void keepsWholeNumbersInRange() {
    assertThat(holding("\"10\"").wholeNumber("f", 10)).isEqualTo(10);
    assertThatThrownBy(() -> holding("\"11\"").wholeNumber("f", 10))
        .hasMessage("MALFORMED: f: a whole number up to 10 is expected.");
    assertThat(holding("\"" + Long.MAX_VALUE + "\"").wholeNumber("f", Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(holding('"' + "1".repeat(100) + '"').decimal("f")).hasSize(100);
    assertRefused('"' + "1".repeat(101) + '"', o -> o.decimal("f"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiter = '~',
      value = {
        "1 ~ f: a text is expected, not a number.",
        "true ~ f: a text is expected, not true or false.",
        "[] ~ f: a text is expected, not an array.",
        "{} ~ f: a text is expected, not an object.",
        "null ~ f: is missing; a text is expected.",
      })
  void saysWhatAFieldHasToBe(String value, String detail) {
    assertThatThrownBy(() -> holding(value).text("f")).hasMessage("MALFORMED: " + detail);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiter = '~',
      value = {
        "-1 ~ is expected.",
        "|\"-1\"| ~ is expected.",
        "1.5 ~ is expected.",
        "true ~ is expected, not true or false.",
        "[] ~ is expected, not an array.",
      })
  void saysWhatAWholeNumberIs(String value, String end) {
    assertThatThrownBy(() -> holding(value).decimal("f"))
        .hasMessage(
            "MALFORMED: f: a whole number, 0 or more (decimal digits in quotes, or a plain number"
                + " up to 9007199254740991) "
                + end);
  }

  @Test
  void takesNullForAbsent() {
    var object = holding("null");
    assertThat(object.has("f")).isFalse();
    assertThat(object.optionalText("f")).isEmpty();
    assertThat(object.optionalDecimal("f")).isEmpty();
    assertThat(object.optionalWholeNumber("f", 9)).isEmpty();
    assertThat(object.optionalObject("f")).isEmpty();
    assertThat(object.optionalArray("f")).isEmpty();
    assertThat(object.flag("f")).isFalse();
    assertThatThrownBy(() -> object.object("f")).hasMessageContaining("is missing");
    assertThatThrownBy(() -> object.array("f")).hasMessageContaining("is missing");
    assertThatThrownBy(() -> object.decimal("g")).hasMessageContaining("g: is missing");
  }

  @Test
  void refusesFieldsItDoesNotKnow() {
    var object = object("{\"a\":1,\"b\":2}");
    assertThat(object.only("a", "b", "c")).isSameAs(object);
    assertThatThrownBy(() -> object.only("a", "c"))
        .hasMessage("MALFORMED: b: this field is not known here; known are a, c.");
    assertThatThrownBy(() -> object.only("A", "b")).hasMessageContaining("a: this field is not");
  }

  @Test
  void namesThePlaceOfANestedField() {
    var list = object("{\"list\":[{\"a\":\"x\"},{\"a\":{\"b\":1}}]}").array("list");
    assertThatThrownBy(() -> list.objects().get(1).object("a").text("b"))
        .hasMessage("MALFORMED: list[1].a.b: a text is expected, not a number.");
    assertThatThrownBy(list::texts)
        .hasMessage("MALFORMED: list[0]: a text is expected, not an object.");
    var texts = object("{\"list\":[\"x\",\"y\"]}").array("list");
    assertThat(texts.texts()).containsExactly("x", "y");
    assertThatThrownBy(texts::objects).hasMessageContaining("list[0]: an object is expected");
  }

  @Test
  void canOverlookTheCaseOfNames() {
    assertThat(object("{\"Sender\":\"x\"}").inLowerCase().text("sender")).isEqualTo("x");
    assertThatThrownBy(() -> object("{\"Sender\":1,\"sender\":1}").inLowerCase())
        .hasMessage("MALFORMED: sender: this field is there twice.");
  }

  private static void assertRefused(String value, Function<JsonObject, ?> reading) {
    assertThatThrownBy(() -> reading.apply(holding(value)))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("MALFORMED: f: a whole number");
  }
}
