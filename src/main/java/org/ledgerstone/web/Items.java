package org.ledgerstone.web;

import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The JSON values of a long body, handed on one by one as they come, by the rules of {@link
 * StrictJson}. None is kept.
 */
public final class Items {

  /** Takes what is read, in order. */
  public interface Taker {

    /** A value. */
    void take(Json item);

    /** In the place of one value, why it cannot be read; the following can. */
    void refuse(Problem problem);
  }

  /** What one value takes at most, in bytes or characters. */
  private static final int ITEM_MAX = Body.ONE_TRANSACTION_BYTES;

  private Items() {}

  /**
   * Reads a body that is an object with one field, an array of the values. A fault in its form
   * anywhere is a fault of the whole.
   *
   * @throws Problem {@code MALFORMED}, perhaps after some values have been taken
   */
  public static void inArray(BodyStream body, String name, Taker taker) {
    var reader = new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder());
    try (var parser = StrictJson.FACTORY.createParser(ObjectReadContext.empty(), reader)) {
      object(parser, name, taker);
    } catch (JacksonException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? StrictJson.notUtf8()
          : StrictJson.unreadable(e);
    }
  }

  private static void object(JsonParser parser, String name, Taker taker) {
    var first = parser.nextToken();
    if (first == null) {
      throw Problem.malformed("The body is empty; JSON is expected.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw Problem.malformed("The body has to be an object with the field " + name + ".");
    }
    boolean found = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (!parser.currentName().equals(name)) {
        throw Problem.malformed("A field is not known here; known is " + name + ".");
      }
      if (found) {
        throw Problem.malformed(name + ": this field is there twice.");
      }
      found = true;
      array(parser, name, taker);
    }
    if (!found) {
      throw Problem.malformed(name + ": is missing; an array is expected.");
    }
    if (parser.nextToken() != null) {
      throw Problem.malformed("The body goes on after its JSON value.");
    }
  }

  private static void array(JsonParser parser, String name, Taker taker) {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw Problem.malformed(name + ": an array is expected.");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      long start = parser.currentTokenLocation().getCharOffset();
      var item = item(parser, name, i);
      if (parser.currentLocation().getCharOffset() - start > ITEM_MAX) {
        taker.refuse(tooLong());
      } else {
        taker.take(item);
      }
    }
  }

  private static Json item(JsonParser parser, String name, int index) {
    try {
      return new JsonReading(parser, StrictJson.VALUES_FREE).value("");
    } catch (Problem problem) {
      // What the stream refuses, such as a body that is too slow, is no fault of this value.
      throw problem.code().equals("MALFORMED")
          ? Problem.malformed(name + "[" + index + "]: " + problem.detail())
          : problem;
    }
  }

  /**
   * The object in these bytes but for one array of it, whose items have to be objects: they are
   * handed on one by one, and the array is left empty.
   *
   * @throws Problem {@code MALFORMED}, perhaps after some items have been taken
   */
  public static JsonObject around(byte[] utf8, String name, Consumer<JsonObject> taker) {
    var text = StrictJson.decode(utf8);
    try (var parser = StrictJson.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Problem.malformed("An object is expected.");
      }
      var object = around(parser, name, taker);
      if (parser.nextToken() != null) {
        throw Problem.malformed("The body goes on after its JSON value.");
      }
      return object;
    } catch (JacksonException e) {
      throw StrictJson.unreadable(e);
    }
  }

  private static JsonObject around(JsonParser parser, String name, Consumer<JsonObject> taker) {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var field = JsonReading.sound(parser.currentName(), "");
      if (fields.containsKey(field) || fields.size() == StrictJson.VALUES_FREE) {
        throw Problem.malformed(field + ": this field is there twice, or one of too many.");
      }
      parser.nextToken();
      fields.put(
          field,
          field.equals(name)
              ? handedOn(parser, name, taker)
              : new JsonReading(parser, StrictJson.VALUES_FREE).value(field));
    }
    return new JsonObject("", fields);
  }

  private static JsonArray handedOn(JsonParser parser, String name, Consumer<JsonObject> taker) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Problem.malformed(name + ": an array is expected.");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      var path = name + "[" + i + "]";
      if (!(new JsonReading(parser, StrictJson.VALUES_FREE).value(path)
          instanceof JsonObject item)) {
        throw Problem.malformed(path + ": an object is expected.");
      }
      taker.accept(item);
    }
    return new JsonArray(name, List.of());
  }

  /** Reads a body with one value a line; a line that cannot be read is refused by itself. */
  public static void byLine(BodyStream body, Taker taker) {
    new Lines(taker).read(body);
  }

  private static Problem tooLong() {
    return Problem.malformed("It is longer than " + ITEM_MAX + " bytes.");
  }

  /** Cuts a body at its line feeds. Empty lines are passed over. */
  private static final class Lines {

    private final Taker taker;
    private final byte[] buffer = new byte[2 * ITEM_MAX];
    private final char[] characters = new char[ITEM_MAX];
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private int filled;
    private boolean skipping;

    Lines(Taker taker) {
      this.taker = taker;
    }

    void read(BodyStream body) {
      int got = body.read(buffer, 0, buffer.length);
      while (got >= 0) {
        int searched = filled;
        filled += got;
        keepFrom(cut(searched));
        got = body.read(buffer, filled, buffer.length - filled);
      }
      line(0, filled);
    }

    /** Hands on all whole lines; returns where the rest begins. */
    private int cut(int searched) {
      int start = 0;
      for (int i = searched; i < filled; i++) {
        if (buffer[i] == '\n') {
          line(start, i);
          start = i + 1;
        }
      }
      return start;
    }

    private void keepFrom(int start) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      if (filled > ITEM_MAX) {
        skipping = true;
        filled = 0;
      }
    }

    private void line(int start, int end) {
      if (skipping || end - start > ITEM_MAX) {
        skipping = false;
        taker.refuse(tooLong());
      } else if (!isBlank(start, end)) {
        value(ByteBuffer.wrap(buffer, start, end - start));
      }
    }

    private boolean isBlank(int start, int end) {
      int i = start;
      while (i < end && (buffer[i] == ' ' || buffer[i] == '\t' || buffer[i] == '\r')) {
        i++;
      }
      return i == end;
    }

    private void value(ByteBuffer line) {
      Json item;
      try {
        item = parsed(line);
      } catch (Problem problem) {
        taker.refuse(Problem.malformed(problem.detail().replaceFirst("^The body", "The line")));
        return;
      }
      taker.take(item);
    }

    private Json parsed(ByteBuffer line) {
      var text = CharBuffer.wrap(characters);
      if (decoder.reset().decode(line, text, true).isError()) {
        throw StrictJson.notUtf8();
      }
      try (var parser =
          StrictJson.FACTORY.createParser(
              ObjectReadContext.empty(), characters, 0, text.position())) {
        return StrictJson.only(parser, StrictJson.VALUES_FREE);
      } catch (JacksonException e) {
        throw StrictJson.unreadable(e);
      }
    }
  }
}
