package org.ledgerstone.peers;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.BlockBodies;
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

  /** Bodies wait for the network, their signatures for the processors: threads for both. */
  private static final Executor FETCHERS =
      Executors.newFixedThreadPool(
          Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("bodies-", 0).daemon().factory());

  private static final Duration CALL_MAX = Duration.ofSeconds(10);

  @Bean
  PeerSettings peerSettings(Environment environment) {
    return PeerSettings.read(environment);
  }

  @Bean
  PeerTokens peerTokens(Environment environment) {
    return PeerTokens.read(environment);
  }

  @Bean
  GuardedClient guardedClient(PeerSettings settings, PeerTokens tokens) {
    return new GuardedClient(
        new AddressGuard(settings.privateAllowed()),
        SystemDefaultDnsResolver.INSTANCE,
        tokens,
        CONNECT_MAX,
        CALL_MAX);
  }

  @Bean
  PeerNetwork peerNetwork(
      GuardedClient client,
      BlockJson blocks,
      BlockBodies bodies,
      OrderJson orders,
      Chain chain,
      JsonMapper mapper,
      OwnUrl ownUrl) {
    return new HttpPeerNetwork(client, blocks, bodies, orders, chain, mapper, ownUrl::get);
  }

  @Bean
  PeerTexts peerTexts(GuardedClient client) {
    return new HttpPeerTexts(client);
  }

  @Bean
  CatchingUp catchingUp(
      PeerNetwork network, Appending appending, Chain chain, Clock clock, Progress progress) {
    return new CatchingUp(network, appending, chain, clock, FETCHERS, progress);
  }

  @Bean
  BackOff backOff() {
    return new BackOff(new SecureRandom());
  }
}
