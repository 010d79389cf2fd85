package org.ledgerstone.peers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to addresses that may be called, and to no others. The client connects to what it
 * gets from here, so that a name cannot lead elsewhere between the check and the connection.
 */
final class GuardedNames implements DnsResolver {

  private final DnsResolver names;
  private final AddressGuard guard;

  GuardedNames(DnsResolver names, AddressGuard guard) {
    this.names = names;
    this.guard = guard;
  }

  /**
   * The addresses of this host that may be called.
   *
   * @throws ForbiddenAddressException if it has addresses, but none that may
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var allowed = new ArrayList<InetAddress>();
    var objections = new ArrayList<String>();
    for (var address : addresses(host)) {
      guard
          .objection(address)
          .ifPresentOrElse(
              sort -> objections.add(address.getHostAddress() + " is " + sort),
              () -> allowed.add(address));
    }
    if (allowed.isEmpty() && !objections.isEmpty()) {
      throw new ForbiddenAddressException(String.join(", ", objections));
    }
    return allowed.toArray(InetAddress[]::new);
  }

  /** What is written as an address is one; only a name is looked up. */
  private InetAddress[] addresses(String host) throws UnknownHostException {
    try {
      return new InetAddress[] {InetAddress.ofLiteral(host)};
    } catch (IllegalArgumentException e) {
      return names.resolve(host);
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** The host leads to forbidden addresses only. */
  static final class ForbiddenAddressException extends UnknownHostException {

    ForbiddenAddressException(String objections) {
      super(objections);
    }
  }
}
