package org.ledgerstone.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * A database file of our own: always with the same settings, so that it keeps what it confirmed.
 */
final class H2Address {

  /** How every H2 database is opened, in order. The only place that says so. */
  private static final String SETTINGS =
      "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE"
          + ";WRITE_DELAY=5000;RETENTION_TIME=1000;LOCK_TIMEOUT=10000";

  /** What an owner may add: nothing that weakens a commit, runs SQL or opens a port. */
  private static final List<String> ALLOWED = List.of("CACHE_SIZE", "IFEXISTS");

  private static final String FILE = "jdbc:h2:file:";
  private static final String USER = "sa";

  private H2Address() {}

  /** The ledger's file in this directory. */
  static DatabaseAddress inDirectory(String directory) {
    return new DatabaseAddress(FILE + path(directory, "ledger") + ";" + SETTINGS, USER, "");
  }

  /** An address that the owner wrote. */
  static DatabaseAddress check(String url) {
    if (!url.startsWith(FILE)) {
      throw refused("only a database file, jdbc:h2:file:…, keeps what it has confirmed");
    }
    var parts = url.substring(FILE.length()).split(";", -1);
    if (parts[0].matches("[A-Za-z][A-Za-z0-9]+:.*")) {
      throw refused("only a plain file keeps what it has confirmed, not another file system in it");
    }
    Map<String, String> settings = new LinkedHashMap<>(parsed(SETTINGS.split(";")));
    parsed(Arrays.copyOfRange(parts, 1, parts.length))
        .forEach((name, value) -> add(name, value, settings));
    var complete = new StringBuilder(FILE).append(path(parts[0], ""));
    settings.forEach((name, value) -> complete.append(';').append(name).append('=').append(value));
    return new DatabaseAddress(complete.toString(), USER, "");
  }

  private static void add(String name, String value, Map<String, String> settings) {
    var ours = settings.get(name);
    if (ours == null && !ALLOWED.contains(name)) {
      throw refused(
          "the setting "
              + name
              + " is not among those that leave it durable and to itself ("
              + String.join(", ", ALLOWED)
              + ")");
    }
    if (ours != null && !ours.equalsIgnoreCase(value)) {
      throw refused("the setting " + name + " has to be " + ours);
    }
    settings.put(name, ours == null ? value : ours);
  }

  private static Map<String, String> parsed(String[] settings) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (var setting : settings) {
      if (!setting.isBlank()) {
        var parts = setting.split("=", 2);
        parsed.put(parts[0].strip().toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
      }
    }
    return parsed;
  }

  /** An absolute path without a semicolon, after which H2 would look for settings. */
  private static Path path(String first, String more) {
    if (first.contains(";")) {
      throw new StartRefused("LEDGER_DATA_DIR holds a semicolon. Choose a directory without one.");
    }
    try {
      return Path.of(first.replaceFirst("^~(?=/|$)", home()), more).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new StartRefused("LEDGER_DATA_DIR is no path.");
    }
  }

  private static String home() {
    return Matcher.quoteReplacement(System.getProperty("user.home", "."));
  }

  private static StartRefused refused(String reason) {
    return new StartRefused(
        "DATABASE_URL asks for an H2 database that this ledger cannot trust: "
            + reason
            + ". Leave DATABASE_URL out to use a file in LEDGER_DATA_DIR, or use PostgreSQL.");
  }
}
