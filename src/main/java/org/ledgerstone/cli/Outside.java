package org.ledgerstone.cli;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

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

  /** Follows no redirect: a token goes to the server that was named, or nowhere. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }
}
