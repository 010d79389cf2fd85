package org.ledgerstone.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's two ways to write an address, both turned into the driver's. */
final class PostgresAddress {

  /**
   * What the driver is told unless the owner says otherwise: batches in one statement, and plans
   * that are made once. Whoever sets {@code options}, if only to nothing, does without the last.
   */
  private static final String[] DEFAULTS = {
    "reWriteBatchedInserts=true",
    "prepareThreshold=1",
    "options=-c%20plan_cache_mode%3Dforce_generic_plan"
  };

  private PostgresAddress() {}

  /** Reads {@code postgres://user:password@host:port/name?option=value}. */
  static DatabaseAddress ofUri(String text) {
    try {
      var uri = new URI(text);
      var authority = uri.getRawAuthority();
      if (authority == null || uri.getRawFragment() != null) {
        throw malformed();
      }
      int at = authority.lastIndexOf('@');
      var credentials = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
      var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new DatabaseAddress(
          withDefaults("jdbc:postgresql://" + authority.substring(at + 1) + path + query),
          credentials.length > 0 ? decode(credentials[0]) : "",
          credentials.length > 1 ? decode(credentials[1]) : "");
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw malformed();
    }
  }

  /** Takes {@code jdbc:postgresql:…}, the user and password in its options or apart. */
  static DatabaseAddress ofJdbc(String url) {
    return new DatabaseAddress(withDefaults(url), option(url, "user"), option(url, "password"));
  }

  private static String withDefaults(String url) {
    var complete = url;
    for (var option : DEFAULTS) {
      var name = option.substring(0, option.indexOf('='));
      if (find(complete, name) == null) {
        complete += (complete.contains("?") ? "&" : "?") + option;
      }
    }
    return complete;
  }

  private static String option(String url, String name) {
    var value = find(url, name);
    return value == null ? "" : decode(value);
  }

  private static @Nullable String find(String url, String name) {
    var option = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
    return option.find() ? option.group(1) : null;
  }

  /** In the user part of a URI a plus sign stands for itself. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StartRefused malformed() {
    return new StartRefused(
        "DATABASE_URL cannot be read. Its form is postgres://user:password@host:5432/name, where"
            + " characters such as @ : / ? # % in the user or password are percent-encoded; or set"
            + " DATABASE_USER and DATABASE_PASSWORD apart.");
  }
}
