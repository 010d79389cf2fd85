package org.ledgerstone.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/** Where the server listens, as its owner has said. */
public final class Listening {

  private Listening() {}

  /**
   * Whether only this machine can reach the server. No address at all means every address.
   *
   * @throws StartRefused if {@code SERVER_ADDRESS} is no address
   */
  public static boolean onLoopbackOnly(Environment environment) {
    var address = environment.getProperty("server.address", "");
    try {
      return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new StartRefused("SERVER_ADDRESS is no address of this machine.");
    }
  }

  /** Whether this host of an address can only be this machine, without asking anybody. */
  static boolean isLoopback(@Nullable String host) {
    return host != null && host.matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
  }
}
