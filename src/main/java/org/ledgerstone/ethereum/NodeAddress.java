package org.ledgerstone.ethereum;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the Ethereum node is asked. Its path or query is often a password of the owner's, so
 * nothing but scheme, host and port is ever shown. Immutable.
 */
final class NodeAddress {

  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);
  private static final int LENGTH_MAX = 2_000;
  private static final int PORT_MAX = 65_535;
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1," + LENGTH_MAX + "}");
  private static final Pattern BETWEEN_PARTS = Pattern.compile("[/?&=]+");

  /** Shorter parts of a path, such as v3, are no password and might be anywhere in a text. */
  private static final int SECRET_LENGTH_MIN = 8;

  private final String origin;
  private final String path;

  private NodeAddress(String origin, String path) {
    this.origin = origin;
    this.path = path;
  }

  /**
   * Reads a URL and puts the port into its authority.
   *
   * @return empty for anything but http or https with a host, for a name and password, a fragment,
   *     or a port of its own that is another one
   */
  static Optional<NodeAddress> parse(String text, OptionalInt port) {
    if (!VISIBLE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return of(new URI(text), port);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<NodeAddress> of(URI uri, OptionalInt port) {
    if (uri.getScheme() == null
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null) {
      return Optional.empty();
    }
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    var portOfScheme = PORTS.get(scheme);
    int own = uri.getPort();
    if (portOfScheme == null
        || (own >= 0 && !isPort(own))
        || (own >= 0 && port.isPresent() && port.getAsInt() != own)) {
      return Optional.empty();
    }
    int used = own >= 0 ? own : port.orElse(portOfScheme);
    var origin = scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + used;
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var query = uri.getRawQuery();
    return Optional.of(new NodeAddress(origin, query == null ? path : path + "?" + query));
  }

  /** Whether there can be a port of that number. */
  static boolean isPort(int number) {
    return number >= 1 && number <= PORT_MAX;
  }

  /** The whole, which is secret. */
  String url() {
    return origin + path;
  }

  /** Scheme, host and port. */
  String shown() {
    return origin;
  }

  /** The text without what of the URL is secret: a node may say in its answers how it was asked. */
  String hideIn(String text) {
    var hidden = text;
    for (var secret : secrets()) {
      hidden = hidden.replace(secret, "…");
    }
    return hidden;
  }

  private List<String> secrets() {
    return Stream.concat(Stream.of(path), Arrays.stream(BETWEEN_PARTS.split(path)))
        .filter(part -> part.length() >= SECRET_LENGTH_MIN)
        .toList();
  }

  @Override
  public String toString() {
    return origin;
  }
}
