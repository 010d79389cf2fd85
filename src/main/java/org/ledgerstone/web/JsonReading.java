package org.ledgerstone.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Builds values from what a parser comes across, up to so many of them. */
final class JsonReading {

  private final JsonParser parser;
  private int valuesLeft;

  JsonReading(JsonParser parser, int valuesMax) {
    this.parser = parser;
    this.valuesLeft = valuesMax;
  }

  /** The value that the parser has come to. */
  Json value(String path) {
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
      if (fields.put(name, value(StrictJson.field(path, name))) != null) {
        throw Problem.malformed(StrictJson.field(path, name) + ": this field is there twice.");
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

  /** The text, which has neither U+0000 nor half a surrogate pair. */
  static String sound(String text, String path) {
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
