package org.ledgerstone.peers;

import java.security.SecureRandom;
import java.time.Duration;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** What the room is made of from outside: settings, the network, chance. */
@Configuration(proxyBeanMethods = false)
class PeersConfiguration {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration CALL_MAX = Duration.ofSeconds(10);

  @Bean
  PeerSettings peerSettings(Environment environment) {
    return PeerSettings.read(environment);
  }

  @Bean
  GuardedClient guardedClient(PeerSettings settings) {
    return new GuardedClient(
        new AddressGuard(settings.privateAllowed()),
        SystemDefaultDnsResolver.INSTANCE,
        CONNECT_MAX,
        CALL_MAX);
  }

  @Bean
  PeerNetwork peerNetwork(
      GuardedClient client,
      BlockJson blocks,
      OrderJson orders,
      Chain chain,
      JsonMapper mapper,
      OwnUrl ownUrl) {
    return new HttpPeerNetwork(client, blocks, orders, chain, mapper, ownUrl::get);
  }

  @Bean
  BackOff backOff() {
    return new BackOff(new SecureRandom());
  }
}
