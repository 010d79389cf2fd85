package org.ledgerstone.access;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * What the owner has said about access.
 *
 * @param secret signs tokens; empty where everyone on this machine is admin
 * @param loopback whether only this machine can reach the server
 * @param reading who may read, if that was said
 * @param openMining whether anybody may make blocks with little work, beyond loopback
 */
record AccessSettings(
    Optional<SecretKey> secret, boolean loopback, Optional<Reading> reading, boolean openMining) {

  private static final int SECRET_BYTES_MIN = 32;

  /** Who may read. */
  enum Reading {
    OPEN,
    TOKEN
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
        text(environment, "ledger.secret-key").map(AccessSettings::secret),
        Listening.onLoopbackOnly(environment),
        text(environment, "ledger.read").map(AccessSettings::reading),
        text(environment, "ledger.open-mining").map(AccessSettings::isOn).orElse(false));
  }

  private static Optional<String> text(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name)).filter(text -> !text.isBlank());
  }

  private static SecretKey secret(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SECRET_BYTES_MIN) {
      throw new StartRefused(
          "LEDGER_SECRET_KEY has fewer than "
              + SECRET_BYTES_MIN
              + " bytes, so it could be guessed. Take a random one, such as \"openssl rand -hex"
              + " 32\" prints.");
    }
    return new SecretKeySpec(bytes, "HmacSHA256");
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
