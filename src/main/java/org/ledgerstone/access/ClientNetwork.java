package org.ledgerstone.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom an address stands for, when those who come from it are counted together. */
final class ClientNetwork {

  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([0-9a-fA-F:.]+)](?::[0-9]*)?|([0-9.]+):[0-9]*");
  private static final int IPV6_BYTES = 16;
  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /**
   * An IPv4 address as it is, of an IPv6 address the half that its owner cannot choose, however
   * either is written; a text that is no address stands for itself.
   */
  static String of(String address) {
    var found = address(address);
    if (found.isEmpty()) {
      return address;
    }
    var bytes = found.get().getAddress();
    var counted = bytes.length == IPV6_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
    return HexFormat.of().formatHex(counted);
  }

  /** The address in a text, as proxies write it: in brackets perhaps, and with a port. */
  static Optional<InetAddress> address(String text) {
    var pair = WITH_PORT.matcher(text);
    try {
      return Optional.of(InetAddress.ofLiteral(pair.matches() ? pair.replaceFirst("$1$2") : text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
