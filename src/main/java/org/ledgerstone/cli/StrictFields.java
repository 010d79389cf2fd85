package org.ledgerstone.cli;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.Hash;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An object in a file that nobody is trusted for: exactly these fields, each of its kind. */
final class StrictFields {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern BYTES = Pattern.compile("0x(?:[0-9a-f]{2})*+");

  private final JsonNode node;
  private final String path;

  private StrictFields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
    if (!node.isObject()) {
      throw Failure.file("No proof: " + (path.isEmpty() ? "the file" : path) + " is no object.");
    }
  }

  /**
   * Reads a text.
   *
   * @throws Failure if it is not one JSON object
   */
  static StrictFields read(String text) {
    try {
      return new StrictFields(MAPPER.readTree(text), "");
    } catch (JacksonException e) {
      throw Failure.file("No proof: the file is not JSON, or a field is there twice.");
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** Refuses every field that is not named here. */
  StrictFields only(String... names) {
    var known = Set.of(names);
    for (var name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw odd(name, "is not expected");
      }
    }
    return this;
  }

  StrictFields object(String name) {
    return new StrictFields(node.path(name), path + name + ".");
  }

  String text(String name) {
    var field = node.path(name);
    if (!field.isString()) {
      throw odd(name, "is no text");
    }
    return field.asString();
  }

  Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  <T> T parsed(String name, Function<String, Optional<T>> parser) {
    return parser.apply(text(name)).orElseThrow(() -> odd(name, "cannot be read"));
  }

  Hash hash(String name) {
    return parsed(name, Hash::parse);
  }

  long number(String name) {
    var field = node.path(name);
    if (!field.isIntegralNumber() || !field.canConvertToLong() || field.asLong() < 0) {
      throw odd(name, "is no whole number");
    }
    return field.asLong();
  }

  int small(String name) {
    long number = number(name);
    if (number > Integer.MAX_VALUE) {
      throw odd(name, "is too large");
    }
    return (int) number;
  }

  List<Hash> hashes(String name) {
    var field = node.path(name);
    if (!field.isArray()) {
      throw odd(name, "is no list");
    }
    var hashes = new ArrayList<Hash>();
    for (var one : field) {
      if (!one.isString()) {
        throw odd(name, "holds something else than hashes");
      }
      hashes.add(
          Hash.parse(one.asString())
              .orElseThrow(() -> odd(name, "holds something else than hashes")));
    }
    return hashes;
  }

  /** Bytes in lower-case hex with 0x in front, at most so many. */
  byte[] bytes(String name, int bytesMax) {
    return parsed(name, text -> hexBytes(text, bytesMax));
  }

  /** A list of such bytes, at most so many of them. */
  List<byte[]> manyBytes(String name, int countMax, int bytesMax) {
    var field = node.path(name);
    if (!field.isArray() || field.size() > countMax) {
      throw odd(name, "is no list, or too long");
    }
    var all = new ArrayList<byte[]>();
    for (var one : field) {
      all.add(
          Optional.of(one)
              .filter(JsonNode::isString)
              .flatMap(text -> hexBytes(text.asString(), bytesMax))
              .orElseThrow(() -> odd(name, "holds something else than bytes in hex")));
    }
    return all;
  }

  private static Optional<byte[]> hexBytes(String text, int bytesMax) {
    return text.length() <= 2 + 2 * bytesMax && BYTES.matcher(text).matches()
        ? Optional.of(HexFormat.of().parseHex(text, 2, text.length()))
        : Optional.empty();
  }

  Failure odd(String name, String what) {
    return Failure.file("No proof: " + path + name + " " + what + ".");
  }
}
