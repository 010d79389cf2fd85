package org.ledgerstone.peers;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is reached, in one form: {@code http://node.example:8080}. Lower case, always with
 * the port, without a path, a query, or a name and password.
 *
 * <p>A host is a name of ASCII letters, digits and hyphens, an IPv4 address as four decimal
 * numbers, or an IPv6 address in brackets. Other ways to write an IPv4 address (one number, octal,
 * hexadecimal) are none: they are written to be misread.
 *
 * @param text the form itself
 */
public record PeerUrl(String text) {

  private static final int LENGTH_MAX = 300;
  private static final int NAME_LENGTH_MAX = 253;
  private static final int PORT_MAX = 65_535;
  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:(?<scheme>[a-z]+)://)?(?<host>\\[[0-9a-f:.]+]|[a-z0-9.-]+)(?::(?<port>[0-9]{1,5}))?/?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*" + "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

  /**
   * Takes what already has the form.
   *
   * @throws IllegalArgumentException if it has not
   */
  public PeerUrl {
    if (!normalised(text).equals(Optional.of(text))) {
      throw new IllegalArgumentException("Not in the form of a peer's URL: " + text);
    }
  }

  /**
   * Brings a URL into the form; {@code host:port} alone is taken for http.
   *
   * @return empty for another scheme, a path, a query, a name and password, or no host
   */
  public static Optional<PeerUrl> parse(String url) {
    return normalised(url).map(PeerUrl::new);
  }

  private static Optional<String> normalised(String url) {
    if (url.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    var written = WRITTEN.matcher(url.toLowerCase(Locale.ROOT));
    if (!written.matches()) {
      return Optional.empty();
    }
    var scheme = Optional.ofNullable(group(written, "scheme")).orElse("http");
    var portOfScheme = PORTS.get(scheme);
    if (portOfScheme == null) {
      return Optional.empty();
    }
    int port =
        Optional.ofNullable(group(written, "port")).map(Integer::parseInt).orElse(portOfScheme);
    return port < 1 || port > PORT_MAX
        ? Optional.empty()
        : host(written.group("host")).map(host -> scheme + "://" + host + ":" + port);
  }

  private static @Nullable String group(Matcher matcher, String name) {
    return matcher.group(name);
  }

  private static Optional<String> host(String host) {
    if (host.startsWith("[")) {
      return address(host.substring(1, host.length() - 1));
    }
    if (NUMERIC_END.matcher(host).matches()) {
      return IPV4.matcher(host).matches() ? Optional.of(host) : Optional.empty();
    }
    return host.length() <= NAME_LENGTH_MAX && NAME.matcher(host).matches()
        ? Optional.of(host)
        : Optional.empty();
  }

  /** One form of an IPv6 address; one that only carries an IPv4 address becomes that. */
  private static Optional<String> address(String literal) {
    if (!literal.contains(":")) {
      return Optional.empty();
    }
    try {
      var address = InetAddress.ofLiteral(literal);
      return Optional.of(
          address instanceof Inet6Address
              ? "[" + address.getHostAddress() + "]"
              : address.getHostAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The host: a name, or an address, an IPv6 one in brackets. */
  public String host() {
    return text.substring(text.indexOf("://") + "://".length(), text.lastIndexOf(':'));
  }

  /** The port, 1 to 65535. */
  public int port() {
    return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
  }

  /** What is found at this path of the node. */
  URI at(String pathAndQuery) {
    return URI.create(text + pathAndQuery);
  }

  @Override
  public String toString() {
    return text;
  }
}
