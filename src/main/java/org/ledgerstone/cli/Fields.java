package org.ledgerstone.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import tools.jackson.databind.JsonNode;

/** The fields of an object that a server answered; one that is missing or odd is its fault. */
record Fields(JsonNode node) {

  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,40}");

  /** A text or number that may be missing or null. */
  Optional<String> maybe(String name) {
    var field = node.path(name);
    return field.isString() || field.isIntegralNumber()
        ? Optional.of(field.asString())
        : Optional.empty();
  }

  String text(String name) {
    return maybe(name).orElseThrow(() -> odd(name));
  }

  /** A whole number, written as a number or as decimal digits. */
  BigInteger whole(String name) {
    return parsed(name, Fields::wholeNumber);
  }

  long number(String name) {
    var whole = whole(name);
    if (whole.bitLength() > 63) {
      throw odd(name);
    }
    return whole.longValueExact();
  }

  int small(String name) {
    var whole = whole(name);
    if (whole.bitLength() > 31) {
      throw odd(name);
    }
    return whole.intValueExact();
  }

  Hash hash(String name) {
    return parsed(name, Hash::parse);
  }

  Address address(String name) {
    return parsed(name, Address::parse);
  }

  <T> T parsed(String name, Function<String, Optional<T>> parser) {
    return parser.apply(text(name)).orElseThrow(() -> odd(name));
  }

  boolean flag(String name) {
    return node.path(name).asBoolean(false);
  }

  Fields object(String name) {
    if (!node.path(name).isObject()) {
      throw odd(name);
    }
    return new Fields(node.path(name));
  }

  List<Fields> objects(String name) {
    return elements(name).stream().map(Fields::new).toList();
  }

  /** The elements of an array; none where it is missing. */
  List<JsonNode> elements(String name) {
    var elements = new ArrayList<JsonNode>();
    node.path(name).forEach(elements::add);
    return elements;
  }

  static Failure odd(String name) {
    return Failure.unreachable(
        "The server's answer is not a ledger's: its \"" + name + "\" cannot be read.");
  }

  private static Optional<BigInteger> wholeNumber(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(new BigInteger(text)) : Optional.empty();
  }
}
