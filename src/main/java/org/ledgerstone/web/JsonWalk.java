package org.ledgerstone.web;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads JSON of a known shape from its beginning to its end and builds no values on the way: for
 * long answers, of which {@link StrictJson} would make many small objects. Whatever is not there as
 * expected ends the walk with a {@link Problem}. Not thread-safe.
 */
public final class JsonWalk {

  private final JsonParser parser;

  private JsonWalk(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * What is read from the one value in these bytes.
   *
   * @throws Problem {@code MALFORMED} if they are no JSON, or not of the shape that is read
   */
  public static <T> T read(byte[] utf8, Function<JsonWalk, T> reading) {
    try (var parser = StrictJson.FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      var read = reading.apply(new JsonWalk(parser));
      if (parser.nextToken() != null) {
        throw Problem.malformed("The body goes on after its JSON value.");
      }
      return read;
    } catch (JacksonException e) {
      throw StrictJson.unreadable(e);
    }
  }

  /** Steps into an object, up to the value of its first field, which has this name. */
  public void enterObject(String firstField) {
    expect(JsonToken.START_OBJECT);
    if (!firstField.equals(parser.nextName())) {
      throw Problem.malformed("The first field is " + firstField + ".");
    }
  }

  /** Steps out of an object, which has no further field. */
  public void leaveObject() {
    expect(JsonToken.END_OBJECT);
  }

  /** Steps into an array. */
  public void enterArray() {
    expect(JsonToken.START_ARRAY);
  }

  /** Steps into the next array of this one, or out of this one if it has none: then false. */
  public boolean enterNextArray() {
    return switch (parser.nextToken()) {
      case START_ARRAY -> true;
      case END_ARRAY -> false;
      case null, default -> throw unexpected();
    };
  }

  /** Steps out of an array, which holds nothing more. */
  public void leaveArray() {
    expect(JsonToken.END_ARRAY);
  }

  /** The text that comes next, without U+0000 and half surrogate pairs. */
  public String text() {
    expect(JsonToken.VALUE_STRING);
    return JsonReading.sound(parser.getString(), "");
  }

  /** The text that comes next; empty if that is null. */
  public Optional<String> textOrNull() {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> Optional.of(JsonReading.sound(parser.getString(), ""));
      case VALUE_NULL -> Optional.empty();
      case null, default -> throw unexpected();
    };
  }

  /** The whole number that comes next, 0 to this one. */
  public long wholeNumber(long max) {
    expect(JsonToken.VALUE_NUMBER_INT);
    return upTo(max);
  }

  /** The whole number that comes next, 0 to this one; empty if null comes. */
  public OptionalLong wholeNumberOrNull(long max) {
    return switch (parser.nextToken()) {
      case VALUE_NUMBER_INT -> OptionalLong.of(upTo(max));
      case VALUE_NULL -> OptionalLong.empty();
      case null, default -> throw unexpected();
    };
  }

  private long upTo(long max) {
    long value = parser.getLongValue();
    if (value < 0 || value > max) {
      throw Problem.malformed("A whole number from 0 to " + max + " is expected.");
    }
    return value;
  }

  /** The bytes that come next, in base64. */
  public byte[] bytes() {
    expect(JsonToken.VALUE_STRING);
    return parser.getBinaryValue();
  }

  private void expect(JsonToken token) {
    if (parser.nextToken() != token) {
      throw unexpected();
    }
  }

  private static Problem unexpected() {
    return Problem.malformed("The JSON has another shape than is expected.");
  }
}
