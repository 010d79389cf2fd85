package org.ledgerstone.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * What the owner has said about access.
 *
 * @param secrets of tokens that are taken, the first of which signs; none where everyone on this
 *     machine is admin
 * @param issuer whose tokens are taken as well
 * @param loopback whether only this machine can reach the server
 * @param reading who may read, if that was said
 * @param openMining whether anybody may make blocks with little work, beyond loopback
 */
record AccessSettings(
    List<SecretKey> secrets,
    Optional<URI> issuer,
    boolean loopback,
    Optional<Reading> reading,
    boolean openMining) {

  private static final String SECRET = "LEDGER_SECRET_KEY";
  private static final String SECRET_BEFORE = "LEDGER_SECRET_KEY_BEFORE";
  private static final int SECRET_BYTES_MIN = 32;

  /** Who may read. */
  enum Reading {
    OPEN,
    TOKEN
  }

  boolean hasSecret() {
    return !secrets.isEmpty();
  }

  /** Whether only who has a token may read. */
  boolean isReadingClosed() {
    return reading.equals(Optional.of(Reading.TOKEN));
  }

  /**
   * Reads the settings.
   *
   * @throws StartRefused if one of them is no setting; the secret is not told
   */
  static AccessSettings read(Environment environment) {
    return new AccessSettings(
        secrets(environment),
        text(environment, "ledger.oidc-issuer").map(AccessSettings::issuer),
        Listening.onLoopbackOnly(environment),
        text(environment, "ledger.read").map(AccessSettings::reading),
        text(environment, "ledger.open-mining").map(AccessSettings::isOn).orElse(false));
  }

  private static Optional<String> text(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name)).filter(text -> !text.isBlank());
  }

  private static List<SecretKey> secrets(Environment environment) {
    var now = text(environment, "ledger.secret-key").map(text -> secret(text, SECRET));
    var before =
        text(environment, "ledger.secret-key-before").map(text -> secret(text, SECRET_BEFORE));
    if (now.isEmpty() && before.isPresent()) {
      throw new StartRefused(
          SECRET_BEFORE + " is the secret before the one that signs now: set " + SECRET + " too.");
    }
    return Stream.of(now, before).flatMap(Optional::stream).toList();
  }

  private static SecretKey secret(String text, String name) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SECRET_BYTES_MIN) {
      throw new StartRefused(
          name
              + " has fewer than "
              + SECRET_BYTES_MIN
              + " bytes, so it could be guessed. Take a random one, such as \"openssl rand -hex"
              + " 32\" prints.");
    }
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  /** Whoever could change what comes over the line could make tokens: so it is TLS, or no line. */
  private static URI issuer(String text) {
    try {
      var issuer = new URI(text);
      boolean isSafe =
          "https".equals(issuer.getScheme())
              || ("http".equals(issuer.getScheme()) && Listening.isLoopback(issuer.getHost()));
      if (isSafe
          && issuer.getHost() != null
          && issuer.getRawUserInfo() == null
          && issuer.getRawQuery() == null
          && issuer.getRawFragment() == null) {
        return issuer;
      }
    } catch (URISyntaxException e) {
      // Refused as whatever else is no address.
    }
    throw new StartRefused(
        "LEDGER_OIDC_ISSUER is the address that tokens name as iss: https, and neither a user nor"
            + " a query in it; http only on this machine.");
  }

  private static Reading reading(String text) {
    return switch (text) {
      case "open" -> Reading.OPEN;
      case "token" -> Reading.TOKEN;
      default -> throw new StartRefused("LEDGER_READ is either open or token.");
    };
  }

  // YAML and Spring's own properties write on as true.
  private static boolean isOn(String text) {
    return switch (text) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new StartRefused("LEDGER_OPEN_MINING is either on or off.");
    };
  }
}
