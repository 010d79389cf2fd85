package org.ledgerstone.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proof file with one thing altered at a time: every field, in several ways. */
final class Alterations {

  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /**
   * A file with one thing altered.
   *
   * @param what which one, and what it has become
   */
  record Altered(String what, Object proof) {}

  private interface Built {
    Object with(@Nullable Object value);
  }

  private final List<Altered> all = new ArrayList<>();

  private Alterations() {}

  /** All of them. */
  static List<Altered> of(Map<String, Object> proof) {
    var alterations = new Alterations();
    alterations.walk("", proof, value -> value == null ? List.of() : value);
    return alterations.all;
  }

  private void add(String path, @Nullable Object value, Built built) {
    all.add(new Altered(path + " = " + value, built.with(value)));
  }

  private void walk(String path, @Nullable Object value, Built built) {
    add(path, null, built);
    switch (value) {
      case Map<?, ?> object -> object(path, object, built);
      case List<?> list -> list(path, list, built);
      case Number number -> number(path, number.longValue(), built);
      case String text -> text(path, text, built);
      case null, default -> throw new AssertionError(path);
    }
  }

  private void object(String path, Map<?, ?> object, Built built) {
    add(path, List.of(object), built);
    add(path, with(object, "extra", 1), built);
    for (var name : object.keySet()) {
      var without = new LinkedHashMap<>(object);
      without.remove(name);
      add(path + " without " + name, without, built);
      walk(
          path + "/" + name,
          object.get(name),
          value -> built.with(with(object, name.toString(), value)));
    }
  }

  private static Map<Object, @Nullable Object> with(
      Map<?, ?> object, String name, @Nullable Object value) {
    var changed = new LinkedHashMap<Object, @Nullable Object>(object);
    changed.put(name, value);
    return changed;
  }

  private void list(String path, List<?> list, Built built) {
    add(path, "", built);
    var longer = new ArrayList<Object>(list);
    longer.add("0".repeat(64));
    add(path, longer, built);
    if (!list.isEmpty()) {
      add(path, list.subList(1, list.size()), built);
      add(path, list.subList(0, list.size() - 1), built);
    }
    if (list.size() > 1) {
      add(path, list.reversed(), built);
    }
    for (int i = 0; i < list.size(); i++) {
      int at = i;
      walk(
          path + "/" + i,
          list.get(i),
          value -> {
            var changed = new ArrayList<@Nullable Object>(list);
            changed.set(at, value);
            return built.with(changed);
          });
    }
  }

  private void number(String path, long number, Built built) {
    for (Object other :
        List.of(number + 1, number - 1, -1, 1L << 60, Long.toString(number), number + 0.0, true)) {
      add(path, other, built);
    }
  }

  private void text(String path, String text, Built built) {
    var others =
        new ArrayList<>(List.of(1, true, List.of(text), text + "0", " " + text, text + "\n"));
    if (!text.isEmpty()) {
      others.add(text.substring(1));
      others.add(text.substring(0, text.length() - 1));
      others.add(text.toUpperCase(Locale.ROOT));
      lines(text, others);
    }
    if (path.endsWith("/seal")) {
      others.add(otherForm(text));
    }
    for (var other : others) {
      if (!other.equals(text)) {
        add(path, other, built);
      }
    }
  }

  /** Each line's last character changed, each line left out, each twice. */
  private static void lines(String text, List<Object> others) {
    var lines = text.split("(?<=\n)", -1);
    for (int i = 0; i < lines.length && !lines[i].isEmpty(); i++) {
      var line = lines[i].stripTrailing();
      char last = line.charAt(line.length() - 1);
      var changed =
          line.substring(0, line.length() - 1)
              + (last == '1' ? '0' : '1')
              + lines[i].substring(line.length());
      for (var other : List.of(changed, "", lines[i] + lines[i])) {
        var copy = lines.clone();
        copy[i] = other;
        others.add(String.join("", copy));
      }
    }
  }

  /** The other signature of the same key over the same bytes, which nobody may use: s above n/2. */
  private static String otherForm(String signature) {
    var s = ORDER.subtract(new BigInteger(signature.substring(66, 130), 16));
    return signature.substring(0, 66)
        + String.format("%064x", s)
        + (signature.endsWith("1b") ? "1c" : "1b");
  }
}
