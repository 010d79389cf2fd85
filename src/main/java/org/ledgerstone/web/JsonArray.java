package org.ledgerstone.web;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A JSON array.
 *
 * @param path where in the body it stands, for refusals
 * @param items its values in order
 */
public record JsonArray(String path, List<Json> items) implements Json {

  /** Takes a copy. */
  public JsonArray {
    items = List.copyOf(items);
  }

  /**
   * The items, every one of them an object.
   *
   * @throws Problem {@code MALFORMED} naming the first that is none
   */
  public List<JsonObject> objects() {
    return IntStream.range(0, items.size()).mapToObj(this::object).toList();
  }

  /**
   * The items, every one of them a text.
   *
   * @throws Problem {@code MALFORMED} naming the first that is none
   */
  public List<String> texts() {
    return IntStream.range(0, items.size()).mapToObj(this::text).toList();
  }

  private JsonObject object(int index) {
    if (items.get(index) instanceof JsonObject object) {
      return object;
    }
    throw refused(index, "an object");
  }

  private String text(int index) {
    if (items.get(index) instanceof Json.Text text) {
      return text.value();
    }
    throw refused(index, "a text");
  }

  private Problem refused(int index, String expected) {
    var found = items.get(index).kind();
    return Problem.malformed(
        path + "[" + index + "]: " + expected + " is expected, not " + found + ".");
  }

  @Override
  public String kind() {
    return "an array";
  }
}
