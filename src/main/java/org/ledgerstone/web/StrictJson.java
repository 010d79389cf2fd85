package org.ledgerstone.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that has one meaning only: strict UTF-8, one value, no name twice in an object, no
 * half surrogate pair and no U+0000 in any text, limited depth and length. Keeps every digit.
 */
public final class StrictJson {

  private static final int DEPTH_MAX = 32;
  private static final int NAME_LENGTH_MAX = 256;
  private static final int NUMBER_LENGTH_MAX = 100;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNameLength(NAME_LENGTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .build())
          .build();

  /** So many values are read whatever the length; beyond, they must be of a certain length. */
  static final int VALUES_FREE = 1_000;

  /** What a value takes on average at least, so that a body of empty objects fills no memory. */
  private static final int CHARACTERS_A_VALUE = 32;

  private StrictJson() {}

  /**
   * The one value in these bytes.
   *
   * @throws Problem {@code MALFORMED} saying where reading ended, never what stood there
   */
  public static Json read(byte[] utf8) {
    return read(decode(utf8));
  }

  /** The one value in this text, by the same rules. */
  public static Json read(String text) {
    return read(text, VALUES_FREE);
  }

  /** The same for a body of many short values, of which so many are read whatever its length. */
  static Json read(byte[] utf8, int valuesFree) {
    return read(decode(utf8), valuesFree);
  }

  private static Json read(String text, int valuesFree) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return only(parser, valuesFree + text.length() / CHARACTERS_A_VALUE);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /** The one value that this parser finds. */
  static Json only(JsonParser parser, int valuesMax) {
    if (parser.nextToken() == null) {
      throw Problem.malformed("The body is empty; JSON is expected.");
    }
    var value = new JsonReading(parser, valuesMax).value("");
    if (parser.nextToken() != null) {
      throw Problem.malformed("The body goes on after its JSON value.");
    }
    return value;
  }

  static Problem unreadable(JacksonException e) {
    return Problem.malformed("The body is no JSON that can be read" + place(e));
  }

  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? "."
        : ": line " + location.getLineNr() + ", column " + location.getColumnNr() + ".";
  }

  static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw notUtf8();
    }
  }

  static Problem notUtf8() {
    return Problem.malformed("The body is not UTF-8.");
  }

  /** The name of a field as a refusal shows it, such as {@code transactions[3].from}. */
  static String field(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
