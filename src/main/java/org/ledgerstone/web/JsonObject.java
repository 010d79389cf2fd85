package org.ledgerstone.web;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object, read field by field. Whoever reads a field says what it has to be; anything else
 * is refused with the field's name. A field that holds null counts as absent.
 *
 * @param path where in the body it stands, for refusals; empty for the body itself
 * @param fields the values by name, in order
 */
public record JsonObject(String path, Map<String, Json> fields) implements Json {

  /** So many digits always fit into a long. */
  private static final int LONG_DIGITS = 18;

  /** Keeps the map itself, which nobody may change any more. */
  public JsonObject {
    fields = Collections.unmodifiableMap(fields);
  }

  /**
   * This object, if it has no other fields than these.
   *
   * @throws Problem {@code MALFORMED} naming a field that is not one of them
   */
  public JsonObject only(String... names) {
    var allowed = Arrays.asList(names);
    for (var name : fields.keySet()) {
      if (!allowed.contains(name)) {
        throw refused(name, "this field is not known here; known are " + known(names) + ".");
      }
    }
    return this;
  }

  private static String known(String[] names) {
    return names.length == 0 ? "none" : String.join(", ", names);
  }

  /**
   * The same object with its names in lower case, for clients that write them in another.
   *
   * @throws Problem {@code MALFORMED} if two names differ in nothing but case
   */
  public JsonObject inLowerCase() {
    Map<String, Json> lower = new LinkedHashMap<>();
    fields.forEach((name, value) -> {
      if (lower.put(name.toLowerCase(Locale.ROOT), value) != null) {
        throw refused(name, "this field is there twice.");
      }
    });
    return new JsonObject(path, lower);
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** The field's value, whatever it is; empty if absent or null. */
  public Optional<Json> find(String name) {
    var value = fields.get(name);
    return value == null || value instanceof Json.Null ? Optional.empty() : Optional.of(value);
  }

  /** The text in this field; a missing one or another kind is refused. */
  public String text(String name) {
    return required(name, optionalText(name), "a text");
  }

  /** The text in this field, if it is there. */
  public Optional<String> optionalText(String name) {
    return read(name, "a text", value -> value instanceof Json.Text text ? text.value() : null);
  }

  /**
   * The whole number in this field, 0 … max: a canonical decimal text, or a number up to 2^53 − 1.
   */
  public BigInteger wholeNumber(String name, BigInteger max) {
    return required(name, optionalWholeNumber(name, max), WholeNumber.EXPECTED);
  }

  /** Like {@link #wholeNumber(String, BigInteger)}. */
  public long wholeNumber(String name, long max) {
    return wholeNumber(name, BigInteger.valueOf(max)).longValueExact();
  }

  /** The whole number in this field, if it is there, by the rule of {@link #wholeNumber}. */
  public Optional<BigInteger> optionalWholeNumber(String name, BigInteger max) {
    return optionalDecimal(name)
        .map(BigInteger::new)
        .map(number -> {
          if (number.compareTo(max) > 0) {
            throw beyond(max, name);
          }
          return number;
        });
  }

  private long upTo(long max, String name, long number) {
    if (number > max) {
      throw beyond(max, name);
    }
    return number;
  }

  private Problem beyond(Object max, String name) {
    return refused(name, "a whole number up to " + max + " is expected.");
  }

  /** Like {@link #optionalWholeNumber(String, BigInteger)}. */
  public Optional<Long> optionalWholeNumber(String name, long max) {
    var digits = optionalDecimal(name);
    // Nearly every number is short, and needs no BigInteger to be compared.
    return digits.isPresent() && digits.get().length() <= LONG_DIGITS
        ? Optional.of(upTo(max, name, Long.parseLong(digits.get())))
        : optionalWholeNumber(name, BigInteger.valueOf(max)).map(BigInteger::longValueExact);
  }

  /**
   * The canonical decimal digits of the whole number in this field, however large, for a caller
   * that judges the range itself.
   */
  public String decimal(String name) {
    return required(name, optionalDecimal(name), WholeNumber.EXPECTED);
  }

  /** Like {@link #decimal}, if the field is there. */
  public Optional<String> optionalDecimal(String name) {
    return find(name)
        .map(value ->
            WholeNumber.read(value).orElseThrow(() -> refused(name, WholeNumber.refusal(value))));
  }

  /** True or false in this field; false if it is absent. */
  public boolean flag(String name) {
    return read(name, "true or false", v -> v instanceof Json.Truth truth ? truth.value() : null)
        .orElse(false);
  }

  /** The object in this field; a missing one or another kind is refused. */
  public JsonObject object(String name) {
    return required(name, optionalObject(name), "an object");
  }

  /** The object in this field, if it is there. */
  public Optional<JsonObject> optionalObject(String name) {
    return read(name, "an object", value -> value instanceof JsonObject object ? object : null);
  }

  /** The array in this field; a missing one or another kind is refused. */
  public JsonArray array(String name) {
    return required(name, optionalArray(name), "an array");
  }

  /** The array in this field, if it is there. */
  public Optional<JsonArray> optionalArray(String name) {
    return read(name, "an array", value -> value instanceof JsonArray array ? array : null);
  }

  /** A refusal of this field: its place and then the sentence. */
  public Problem refused(String name, String sentence) {
    return Problem.malformed(StrictJson.field(path, name) + ": " + sentence);
  }

  private <T> T required(String name, Optional<T> value, String expected) {
    return value.orElseThrow(() -> refused(name, "is missing; " + expected + " is expected."));
  }

  private <T> Optional<T> read(String name, String expected, Function<Json, @Nullable T> reading) {
    var value = find(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var read = reading.apply(value.get());
    if (read == null) {
      throw refused(name, expected + " is expected, not " + value.get().kind() + ".");
    }
    return Optional.of(read);
  }

  @Override
  public String kind() {
    return "an object";
  }
}
