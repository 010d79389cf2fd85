package org.ledgerstone.web;

/**
 * A JSON value as it was sent: numbers keep their digits, objects the order of their fields.
 * Immutable. {@link StrictJson} makes it.
 */
public sealed interface Json
    permits JsonArray, JsonObject, Json.Text, Json.Numeral, Json.Truth, Json.Null {

  /** What sort of value this is, for a sentence such as "a text is expected, not an array". */
  String kind();

  /**
   * A text. It holds neither U+0000 nor half a surrogate pair.
   *
   * @param value the text without quotes, escapes resolved
   */
  record Text(String value) implements Json {
    @Override
    public String kind() {
      return "a text";
    }
  }

  /**
   * A number.
   *
   * @param digits the number exactly as it was written, such as {@code 1.50} or {@code 2e3}
   */
  record Numeral(String digits) implements Json {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /**
   * True or false.
   *
   * @param value which of the two
   */
  record Truth(boolean value) implements Json {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /** The word null. A field that holds it counts as absent. */
  record Null() implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}
