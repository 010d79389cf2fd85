package org.ledgerstone.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.settings.StartRefused;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the parameters of a ledger from a YAML file. Every parameter has to be said, none may be
 * said twice, and none is known beyond those of the protocol.
 */
public final class GenesisFile {

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "chain",
          "assets",
          "reward",
          "difficulty",
          "interval",
          "blockLimit",
          "operator",
          "posts",
          "seedSignatures",
          "finalDepth",
          "miners",
          "time",
          "allocations");
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,38}");

  private final Map<String, ?> values;

  private GenesisFile(Map<String, ?> values) {
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @throws StartRefused if it cannot be read, or does not describe a ledger
   */
  public static Genesis read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new StartRefused("The genesis file " + file + " cannot be read.");
    }
  }

  /**
   * Reads a file's text.
   *
   * @throws StartRefused if it does not describe a ledger
   */
  public static Genesis parse(String text) {
    try {
      var options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Object loaded = new Yaml(new SafeConstructor(options)).load(text);
      var genesis = new GenesisFile(map(loaded, "the file", KEYS)).genesis();
      genesis
          .fault()
          .ifPresent(fault -> {
            throw new StartRefused("The genesis file describes no ledger. " + fault + ".");
          });
      return genesis;
    } catch (YAMLException e) {
      throw new StartRefused("The genesis file is not YAML, or says something twice.");
    }
  }

  private Genesis genesis() {
    return new Genesis(
        text("name"),
        whole("chain").longValueExact(),
        list("assets").stream().map(GenesisFile::asset).toList(),
        whole("reward"),
        number("difficulty"),
        whole("interval").longValueExact(),
        number("blockLimit"),
        operator(),
        posts(),
        flag("seedSignatures"),
        number("finalDepth"),
        list("miners").stream().map(m -> address(m, "miners")).toList(),
        Time.parse(timeText()).orElseThrow(() -> wrong("time", "like 2026-01-01T00:00:00.000Z")),
        list("allocations").stream().map(GenesisFile::share).toList());
  }

  private static Genesis.DeclaredAsset asset(Object entry) {
    var file = new GenesisFile(map(entry, "assets", Set.of("code", "decimals")));
    return new Genesis.DeclaredAsset(
        Asset.parse(file.text("code")).orElseThrow(() -> wrong("assets", "codes like COIN")),
        file.number("decimals"));
  }

  private static Genesis.Share share(Object entry) {
    var file = new GenesisFile(map(entry, "allocations", Set.of("asset", "to", "amount")));
    return new Genesis.Share(
        Asset.parse(file.text("asset")).orElseThrow(() -> wrong("allocations", "codes like COIN")),
        address(file.value("to"), "allocations"),
        Amount.parse(file.whole("amount").toString())
            .orElseThrow(() -> wrong("allocations", "amounts of 1 to 10^38 - 1")));
  }

  private Optional<Address> operator() {
    var operator = values.get("operator");
    return operator == null ? Optional.empty() : Optional.of(address(operator, "operator"));
  }

  private static Address address(@Nullable Object value, String key) {
    return Optional.ofNullable(value)
        .map(Object::toString)
        .flatMap(Address::parse)
        .orElseThrow(() -> wrong(key, "accounts; put wallet accounts in quotes"));
  }

  private Posts posts() {
    // YAML 1.1 reads a bare off as false.
    var word = value("posts") instanceof Boolean on && !on ? "off" : text("posts");
    for (var posts : Posts.values()) {
      if (posts.name().toLowerCase(Locale.ROOT).equals(word)) {
        return posts;
      }
    }
    throw wrong("posts", "any, signed or off");
  }

  private String timeText() {
    // YAML 1.1 reads a bare time as a date.
    return value("time") instanceof java.util.Date date
        ? Time.of(date.toInstant()).toString()
        : text("time");
  }

  private boolean flag(String key) {
    if (value(key) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "true or false");
  }

  private int number(String key) {
    try {
      return whole(key).intValueExact();
    } catch (ArithmeticException e) {
      throw wrong(key, "a smaller number");
    }
  }

  private BigInteger whole(String key) {
    var text = value(key).toString();
    boolean whole = !(value(key) instanceof Double) && WHOLE.matcher(text).matches();
    boolean small = key.equals("chain") || key.equals("interval");
    if (!whole || (small && text.length() > 18)) {
      throw wrong(key, "a whole number");
    }
    return new BigInteger(text);
  }

  private String text(String key) {
    if (value(key) instanceof String text) {
      return text;
    }
    throw wrong(key, "a text");
  }

  private List<?> list(String key) {
    if (value(key) instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list");
  }

  private Object value(String key) {
    var value = values.get(key);
    if (value == null) {
      throw wrong(key, "a value");
    }
    return value;
  }

  private static Map<String, ?> map(@Nullable Object value, String where, Set<String> keys) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(where, "names and values");
    }
    var unknown = new HashSet<Object>(map.keySet());
    unknown.removeAll(keys);
    if (!unknown.isEmpty()) {
      throw wrong(where, "only " + keys + ", not " + unknown);
    }
    var named = new java.util.HashMap<String, Object>();
    map.forEach((name, entry) -> named.put(name.toString(), entry));
    return named;
  }

  private static StartRefused wrong(String key, String expected) {
    return new StartRefused(
        "The genesis file describes no ledger. " + key + ": expected " + expected + ".");
  }
}
