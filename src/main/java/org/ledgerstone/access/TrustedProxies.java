package org.ledgerstone.access;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.util.NetMask;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * The reverse proxies whose word on who the client is counts. What anybody else says in the headers
 * {@code Forwarded} and {@code X-Forwarded-…} does not.
 *
 * @param blocks addresses with the length of their prefix, such as {@code 10.0.0.0/8}
 */
record TrustedProxies(List<String> blocks) {

  /**
   * Reads {@code LEDGER_TRUSTED_PROXIES}: addresses and blocks, separated by commas.
   *
   * @param settings without a secret whoever comes through a proxy would be admin
   * @throws StartRefused if it is no such list, if it trusts everybody, or without a secret
   */
  static TrustedProxies read(Environment environment, AccessSettings settings) {
    var blocks =
        Stream.of(environment.getProperty("ledger.trusted-proxies", "").split(","))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(TrustedProxies::block)
            .toList();
    if (!blocks.isEmpty() && !settings.hasSecret()) {
      throw new StartRefused(
          "LEDGER_TRUSTED_PROXIES lets in whoever reaches a proxy, and without LEDGER_SECRET_KEY"
              + " everybody would be admin. Set LEDGER_SECRET_KEY, or leave"
              + " LEDGER_TRUSTED_PROXIES out.");
    }
    return new TrustedProxies(blocks);
  }

  private static String block(String text) {
    try {
      var parts = text.split("/", -1);
      int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * Byte.SIZE;
      var block = parts.length == 1 ? text + "/" + bits : text;
      if (!block.matches("[^/;]+/[1-9][0-9]*")) {
        throw new IllegalArgumentException(text);
      }
      return new NetMask(block).toString();
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "LEDGER_TRUSTED_PROXIES: "
              + text
              + " is no address and no block. Name those of your proxies, separated by commas,"
              + " such as 127.0.0.1 or 10.1.0.0/16.");
    }
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Whether this is the address of one of them. */
  boolean contains(InetAddress address) {
    return blocks.stream().anyMatch(block -> new NetMask(block).matches(address));
  }

  /** As Tomcat reads it. */
  String text() {
    return String.join(",", blocks);
  }
}
