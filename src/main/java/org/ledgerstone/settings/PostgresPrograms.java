package org.ledgerstone.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How PostgreSQL's own programs, such as {@code pg_dump}, are told where the database is. */
public final class PostgresPrograms {

  private static final Pattern ADDRESS =
      Pattern.compile("jdbc:postgresql:(?://(?<hosts>[^/?]*))?/?(?<name>[^?]*)(?:\\?(?<more>.*))?");

  private static final Pattern HOST =
      Pattern.compile("(?<host>\\[[^]]*]|[^:]*)(?::(?<port>\\d*))?");

  /** What the driver and the programs both know, under the names of each. */
  private static final Map<String, String> SHARED =
      Map.of(
          "sslmode", "PGSSLMODE",
          "sslrootcert", "PGSSLROOTCERT",
          "sslcert", "PGSSLCERT",
          "sslkey", "PGSSLKEY");

  private PostgresPrograms() {}

  /**
   * The environment variables that name the database of these settings; empty if it is not
   * PostgreSQL. The password is among them, for nobody but the program.
   *
   * @throws StartRefused if the address cannot be read
   */
  public static Optional<Map<String, String>> environment(Settings settings) {
    var address =
        DatabaseAddress.read(
            settings.find("DATABASE_URL"),
            settings.find("DATABASE_USER"),
            settings.find("DATABASE_PASSWORD"),
            settings.find("LEDGER_DATA_DIR").orElse("data"));
    return Optional.of(ADDRESS.matcher(address.url()))
        .filter(matcher -> matcher.matches())
        .map(found ->
            variables(
                address,
                Optional.ofNullable(found.group("hosts")).orElse(""),
                decode(found.group("name")),
                Optional.ofNullable(found.group("more")).orElse("")));
  }

  private static Map<String, String> variables(
      DatabaseAddress address, String hosts, String name, String more) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("PGHOST", each(hosts, "host", "localhost").replaceAll("[\\[\\]]", ""));
    variables.put("PGPORT", each(hosts, "port", "5432"));
    variables.put("PGDATABASE", name.isEmpty() ? address.user() : name);
    variables.put("PGUSER", address.user());
    variables.put("PGPASSWORD", address.password());
    for (var option : more.split("&", -1)) {
      var parts = option.split("=", 2);
      if (parts.length == 2 && SHARED.containsKey(parts[0])) {
        variables.put(SHARED.get(parts[0]), decode(parts[1]));
      }
    }
    variables.values().removeIf(String::isEmpty);
    return variables;
  }

  /** This part of each host, separated by commas. */
  private static String each(String hosts, String part, String otherwise) {
    return Stream.of(hosts.split(",", -1))
        .map(HOST::matcher)
        .map(host -> host.matches() ? Optional.ofNullable(host.group(part)).orElse("") : "")
        .map(found -> found.isEmpty() ? otherwise : found)
        .collect(Collectors.joining(","));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
