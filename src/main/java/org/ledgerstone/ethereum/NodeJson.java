package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import tools.jackson.databind.JsonNode;

/** Values out of JSON-RPC, strictly. Each throws {@link NotUnderstood} for anything else. */
final class NodeJson {

  private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");
  private static final Pattern BYTES = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");

  private NodeJson() {}

  /** A field that has to be there. */
  static JsonNode field(JsonNode object, String name) {
    return optional(object, name).orElseThrow(() -> new NotUnderstood(name));
  }

  /** A field that may be absent or null. */
  static Optional<JsonNode> optional(JsonNode object, String name) {
    if (!object.isObject()) {
      throw new NotUnderstood("an object with " + name);
    }
    return present(object.get(name));
  }

  /** The value, unless it is null. */
  static Optional<JsonNode> present(@Nullable JsonNode value) {
    return Optional.ofNullable(value).filter(node -> !node.isNull());
  }

  static String text(JsonNode value) {
    if (!value.isString()) {
      throw new NotUnderstood("a text");
    }
    return value.stringValue();
  }

  static boolean isTrue(JsonNode value) {
    if (!value.isBoolean()) {
      throw new NotUnderstood("true or false");
    }
    return value.booleanValue();
  }

  /** An unsigned number of at most 256 bits. */
  static BigInteger quantity(JsonNode value) {
    var text = text(value);
    if (!QUANTITY.matcher(text).matches()) {
      throw new NotUnderstood("a quantity");
    }
    return new BigInteger(text.substring(2), 16);
  }

  /** An unsigned number of at most 63 bits. */
  static long number(JsonNode value) {
    var quantity = quantity(value);
    if (quantity.bitLength() >= Long.SIZE) {
      throw new NotUnderstood("a number of at most 63 bits");
    }
    return quantity.longValueExact();
  }

  static Word hash(JsonNode value) {
    return Word.parseAnyCase(text(value)).orElseThrow(() -> new NotUnderstood("a hash"));
  }

  static Address address(JsonNode value) {
    return Address.parse(text(value))
        .filter(Address::isWallet)
        .orElseThrow(() -> new NotUnderstood("an address"));
  }

  static String bytes(JsonNode value) {
    var text = text(value);
    if (!BYTES.matcher(text).matches()) {
      throw new NotUnderstood("bytes");
    }
    return text;
  }

  /** The same in lower case. */
  static String hex(JsonNode value) {
    return bytes(value).toLowerCase(Locale.ROOT);
  }

  static byte[] octets(JsonNode value) {
    var text = bytes(value);
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  /** The elements of a list. */
  static List<JsonNode> elements(JsonNode value) {
    if (!value.isArray()) {
      throw new NotUnderstood("a list");
    }
    var elements = new ArrayList<JsonNode>();
    value.forEach(elements::add);
    return elements;
  }
}
