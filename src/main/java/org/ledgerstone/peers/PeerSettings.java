package org.ledgerstone.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.access.Listening;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * What the owner has said about other nodes.
 *
 * @param peers those to begin with
 * @param publicUrl by which others reach this one, if that was said
 * @param privateAllowed whether addresses of private networks and of this machine are called
 */
public record PeerSettings(
    List<PeerUrl> peers, Optional<PeerUrl> publicUrl, boolean privateAllowed) {

  /**
   * Reads the settings.
   *
   * @throws StartRefused if one of them is no setting
   */
  static PeerSettings read(Environment environment) {
    return new PeerSettings(
        text(environment, "ledger.peers").map(PeerSettings::peers).orElse(List.of()),
        text(environment, "ledger.public-url").map(url -> url(url, "LEDGER_PUBLIC_URL")),
        text(environment, "ledger.peers-private")
            .map(PeerSettings::isOn)
            .orElseGet(() -> Listening.onLoopbackOnly(environment)));
  }

  private static Optional<String> text(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name)).filter(text -> !text.isBlank());
  }

  private static List<PeerUrl> peers(String text) {
    var peers =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .map(url -> url(url, "LEDGER_PEERS"))
            .distinct()
            .toList();
    if (peers.size() > Peers.COUNT_MAX) {
      throw new StartRefused("LEDGER_PEERS names more than " + Peers.COUNT_MAX + " nodes.");
    }
    return peers;
  }

  // What stands there is not told: it might hold a password.
  private static PeerUrl url(String text, String setting) {
    return PeerUrl.parse(text.strip())
        .orElseThrow(() ->
            new StartRefused(
                setting
                    + " holds what is no URL of a node. Write http://host:port or"
                    + " https://host:port, without a path, a name or a password."));
  }

  // YAML and Spring's own properties write on as true.
  private static boolean isOn(String text) {
    return switch (text) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new StartRefused("LEDGER_PEERS_PRIVATE is either on or off.");
    };
  }
}
