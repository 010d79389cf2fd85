package org.ledgerstone.peers;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a call may go to. Whoever adds a peer must not be able to make this node ask
 * machines that only it can reach: the metadata service of a cloud, a printer, a database.
 *
 * <p>The ranges are those of the IANA special-purpose registries (RFC 6890), and the two metadata
 * addresses that lie outside of them.
 */
final class AddressGuard {

  private static final String PRIVATE = "private";
  private static final String CALLED = "";

  /** The first range that holds an address decides. */
  private static final List<Range> RANGES =
      List.of(
          Range.of("0.0.0.0/8", "of this network"),
          Range.of("127.0.0.0/8", PRIVATE),
          Range.of("169.254.0.0/16", "link-local"),
          Range.of("100.100.100.200/32", "of a metadata service"),
          Range.of("168.63.129.16/32", "of a metadata service"),
          Range.of("10.0.0.0/8", PRIVATE),
          Range.of("172.16.0.0/12", PRIVATE),
          Range.of("192.168.0.0/16", PRIVATE),
          Range.of("100.64.0.0/10", PRIVATE),
          Range.of("198.18.0.0/15", PRIVATE),
          Range.of("192.0.0.0/24", "reserved"),
          Range.of("192.0.2.0/24", "reserved"),
          Range.of("192.88.99.0/24", "reserved"),
          Range.of("198.51.100.0/24", "reserved"),
          Range.of("203.0.113.0/24", "reserved"),
          Range.of("224.0.0.0/4", "multicast"),
          Range.of("240.0.0.0/4", "reserved"),
          Range.of("::1/128", PRIVATE),
          Range.of("::/96", "unspecified"),
          Range.of("fd00:ec2::/32", "of a metadata service"),
          Range.of("fd20:ce::254/128", "of a metadata service"),
          Range.of("fc00::/7", PRIVATE),
          Range.of("2001::/23", "reserved"),
          Range.of("2001:db8::/32", "reserved"),
          Range.of("2002::/16", "reserved"),
          // Of all others only global unicast addresses are called.
          Range.of("2000::/3", CALLED),
          Range.of("fe80::/10", "link-local"),
          Range.of("ff00::/8", "multicast"),
          Range.of("::/0", "reserved"));

  private final boolean privateAllowed;

  /**
   * A guard.
   *
   * @param privateAllowed whether addresses of private networks and of this machine may be called
   */
  AddressGuard(boolean privateAllowed) {
    this.privateAllowed = privateAllowed;
  }

  /** Why this address must not be called, as a word; empty if it may. */
  Optional<String> objection(InetAddress address) {
    var sort =
        RANGES.stream()
            .filter(range -> range.holds(address.getAddress()))
            .findFirst()
            .map(Range::sort)
            .orElse(CALLED);
    return sort.equals(CALLED) || (privateAllowed && sort.equals(PRIVATE))
        ? Optional.empty()
        : Optional.of(sort);
  }

  private record Range(InetAddress start, int bits, String sort) {

    static Range of(String written, String sort) {
      var parts = written.split("/", 2);
      return new Range(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]), sort);
    }

    boolean holds(byte[] address) {
      var first = start.getAddress();
      if (address.length != first.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = (0xff00 >> (bits % 8)) & 0xff;
      return Arrays.equals(address, 0, whole, first, 0, whole)
          && (mask == 0 || (address[whole] & mask) == (first[whole] & mask));
    }
  }
}
