package org.ledgerstone.cli;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ledgerstone.settings.Settings;
import org.ledgerstone.settings.StartRefused;

/**
 * What commands touch beyond their own words.
 *
 * @param environment the process's variables
 * @param directory where relative paths begin
 * @param http made when first needed, for it takes a while
 */
record Outside(
    Map<String, String> environment,
    Path directory,
    Clock clock,
    SecureRandom random,
    Supplier<HttpClient> http) {

  static Outside ofThisProcess() {
    return new Outside(
        System.getenv(), Path.of(""), Clock.systemUTC(), new SecureRandom(), Outside::client);
  }

  /** The owner's settings: the environment, then {@code .env} in the directory. */
  Settings settings() {
    try {
      var named = Optional.ofNullable(environment.get(Settings.FILE_VARIABLE));
      var file = directory.resolve(named.orElse(Settings.DEFAULT_FILE.toString()));
      boolean missing = named.isEmpty() && !Files.exists(file);
      return Settings.load(missing ? Settings.DEFAULT_FILE : file, environment);
    } catch (StartRefused refused) {
      throw Failure.file(String.valueOf(refused.getMessage()));
    }
  }

  /** Follows no redirect: a token goes to the server that was named, or nowhere. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }
}
