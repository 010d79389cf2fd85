package org.ledgerstone.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page begins, as a text that only the list which gave it understands. Callers hand
 * it back unread.
 *
 * @param list the name of the list, so that no other takes it
 * @param parts what the list needs to find its place, without line breaks
 */
public record Cursor(String list, List<String> parts) {

  private static final String VERSION = "1";
  private static final int LENGTH_MAX = 1_000;

  /** Takes a copy. */
  public Cursor {
    parts = List.copyOf(parts);
  }

  /** A cursor of this list. */
  public static Cursor of(String list, Object... parts) {
    return new Cursor(list, Arrays.stream(parts).map(String::valueOf).toList());
  }

  /**
   * Reads a cursor that this list gave out.
   *
   * @param count how many parts it has to have
   * @throws Problem 400 {@code CURSOR_INVALID} for anything else
   */
  public static Cursor read(String text, String list, int count) {
    var lines = decode(text).split("\n", -1);
    if (lines.length != count + 2 || !lines[0].equals(VERSION) || !lines[1].equals(list)) {
      throw invalid();
    }
    return new Cursor(list, Arrays.asList(lines).subList(2, lines.length));
  }

  /**
   * The part at this place as a whole number.
   *
   * @throws Problem 400 {@code CURSOR_INVALID} if it is none
   */
  public long number(int place) {
    var part = parts.get(place);
    if (!WholeNumber.isCanonical(part) || part.length() > 18) {
      throw invalid();
    }
    return Long.parseLong(part);
  }

  private static String decode(String text) {
    try {
      if (text.length() > LENGTH_MAX) {
        throw invalid();
      }
      var bytes = Base64.getUrlDecoder().decode(text);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw invalid();
    }
  }

  /** 400 {@code CURSOR_INVALID}, also for a list that cannot make sense of a part. */
  public static Problem invalid() {
    return Problem.malformed(
        "CURSOR_INVALID", "The cursor is none of this list. Take it from \"next\", unchanged.");
  }

  /** The text to hand out. */
  @Override
  public String toString() {
    var text = VERSION + "\n" + list + "\n" + String.join("\n", parts);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
