package org.ledgerstone.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.settings.Settings;
import picocli.CommandLine.Option;

/** Which server is asked, and as whom. */
final class ServerOptions {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

  private final Outside outside;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server. Otherwise LEDGER_URL, then http://127.0.0.1 with the port that SERVER_PORT"
              + " names or 8080.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The file with the access token. Otherwise LEDGER_TOKEN from the environment.")
  private Optional<Path> tokenFile = Optional.empty();

  ServerOptions(Outside outside) {
    this.outside = outside;
  }

  /** The server that is meant; nothing is asked yet. */
  Server connect() {
    var settings = outside.settings();
    var address =
        server
            .or(() -> settings.find("LEDGER_URL"))
            .orElseGet(() -> "http://127.0.0.1:" + settings.find("SERVER_PORT").orElse("8080"));
    return new Server(outside.http().get(), checked(address), token(settings));
  }

  private static URI checked(String address) {
    try {
      var uri = new URI(address.replaceFirst("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, without repeating what may hold a password.
    }
    throw Failure.usage(
        "The server's address must look like http://127.0.0.1:8080, without user or query.");
  }

  private Optional<String> token(Settings settings) {
    var token =
        tokenFile
            .map(file -> SmallFile.read(outside.directory().resolve(file)).strip())
            .or(() -> settings.find("LEDGER_TOKEN").map(String::strip));
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw Failure.file("The access token cannot be one: it holds other characters.");
    }
    return token;
  }
}
