package org.ledgerstone.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
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

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNameLength(NAME_LENGTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .build())
          .build();

  /** So many values are read whatever the length; beyond, they must be of a certain length. */
  private static final int VALUES_FREE = 1_000;

  /** What a value takes on average at least, so that a body of empty objects fills no memory. */
  private static final int CHARACTERS_A_VALUE = 32;

  private final JsonParser parser;
  private int valuesLeft;

  private StrictJson(JsonParser parser, int valuesMax) {
    this.parser = parser;
    this.valuesLeft = valuesMax;
  }

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
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      var reading = new StrictJson(parser, VALUES_FREE + text.length() / CHARACTERS_A_VALUE);
      if (parser.nextToken() == null) {
        throw Problem.malformed("The body is empty; JSON is expected.");
      }
      var value = reading.value("");
      if (parser.nextToken() != null) {
        throw Problem.malformed("The body goes on after its JSON value.");
      }
      return value;
    } catch (JacksonException e) {
      throw Problem.malformed("The body is no JSON that can be read" + place(e));
    }
  }

  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? "."
        : ": line " + location.getLineNr() + ", column " + location.getColumnNr() + ".";
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.malformed("The body is not UTF-8.");
    }
  }

  private Json value(String path) {
    if (--valuesLeft < 0) {
      throw Problem.malformed("The body holds too many values for its length.");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> new Json.Text(sound(parser.getString(), path));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getString());
      case VALUE_TRUE -> new Json.Truth(true);
      case VALUE_FALSE -> new Json.Truth(false);
      case VALUE_NULL -> new Json.Null();
      default -> throw Problem.malformed("The body is no JSON that can be read.");
    };
  }

  private JsonObject object(String path) {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = sound(parser.currentName(), path);
      parser.nextToken();
      if (fields.put(name, value(field(path, name))) != null) {
        throw Problem.malformed(field(path, name) + ": this field is there twice.");
      }
    }
    return new JsonObject(path, fields);
  }

  private JsonArray array(String path) {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(path + "[" + items.size() + "]"));
    }
    return new JsonArray(path, items);
  }

  /** The name of a field as a refusal shows it, such as {@code transactions[3].from}. */
  static String field(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String sound(String text, String path) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Problem.malformed(where(path) + "the character U+0000 is not allowed.");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw Problem.malformed(where(path) + "half a surrogate pair is no character.");
      }
    }
    return text;
  }

  private static String where(String path) {
    return path.isEmpty() ? "In a text " : path + ": ";
  }
}
