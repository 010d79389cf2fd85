package org.ledgerstone.peers;

import java.util.Optional;
import org.ledgerstone.access.Listening;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * By which URL others reach this node: the one in the settings; without it, while only this machine
 * can reach the server, the address and port that it listens on.
 */
@Component
class OwnUrl {

  private final Environment environment;
  private volatile Optional<PeerUrl> url;

  OwnUrl(PeerSettings settings, Environment environment) {
    this.environment = environment;
    this.url = settings.publicUrl();
  }

  /** The URL; empty before the server listens, and where nobody has said it. */
  Optional<PeerUrl> get() {
    return url;
  }

  @EventListener
  void opened(ServletWebServerInitializedEvent event) {
    if (url.isEmpty() && Listening.onLoopbackOnly(environment)) {
      var address = environment.getProperty("server.address", "");
      var host = address.contains(":") ? "[" + address + "]" : address;
      url = PeerUrl.parse(host + ":" + event.getWebServer().getPort());
    }
  }
}
