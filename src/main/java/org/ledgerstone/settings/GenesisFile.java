package org.ledgerstone.settings;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Time;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

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
      Object loaded = plainYaml(options).load(text);
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

  private static Yaml plainYaml(LoaderOptions options) {
    var unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(unused), unused, options, new Texts());
  }

  /**
   * Leaves every value the text that it is. YAML's own guesses would change some without a word:
   * 010 is 8 to it, 1:30 is 90, and an account named yes is true.
   */
  private static final class Texts extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
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
        Time.parse(text("time")).orElseThrow(() -> wrong("time", "like 2026-01-01T00:00:00.000Z")),
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
    if (!values.containsKey("operator")) {
      throw wrong("operator", "an account, or null for none");
    }
    return Optional.ofNullable(values.get("operator")).map(o -> address(o, "operator"));
  }

  private static Address address(@Nullable Object value, String key) {
    return Optional.ofNullable(value)
        .map(Object::toString)
        .flatMap(Address::parse)
        .orElseThrow(() -> wrong(key, "accounts"));
  }

  private Posts posts() {
    var word = text("posts");
    for (var posts : Posts.values()) {
      if (posts.name().toLowerCase(Locale.ROOT).equals(word)) {
        return posts;
      }
    }
    throw wrong("posts", "any, signed or off");
  }

  private boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "true or false");
    };
  }

  private int number(String key) {
    try {
      return whole(key).intValueExact();
    } catch (ArithmeticException e) {
      throw wrong(key, "a smaller number");
    }
  }

  private BigInteger whole(String key) {
    var text = text(key);
    boolean small = key.equals("chain") || key.equals("interval");
    if (!WHOLE.matcher(text).matches() || (small && text.length() > 18)) {
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
    var named = new HashMap<String, Object>();
    map.forEach((name, entry) -> {
      if (!(name instanceof String known) || !keys.contains(known)) {
        throw wrong(where, "only " + new TreeSet<>(keys) + ", not " + name);
      }
      named.put(known, entry);
    });
    return named;
  }

  private static StartRefused wrong(String key, String expected) {
    return new StartRefused(
        "The genesis file describes no ledger. " + key + ": expected " + expected + ".");
  }
}
