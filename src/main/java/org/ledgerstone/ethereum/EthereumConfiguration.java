package org.ledgerstone.ethereum;

import java.time.Clock;
import java.time.Duration;
import org.ledgerstone.protocol.WalletKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the room is made of from outside: settings, the network. Nothing at all without a node. */
@Configuration(proxyBeanMethods = false)
class EthereumConfiguration {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  @Bean
  EthereumAccess ethereumAccess(Environment environment, JdbcClient jdbc, Clock clock) {
    return new EthereumAccess(
        EthereumSettings.read(environment).map(settings -> ethereum(settings, jdbc, clock)));
  }

  private static Ethereum ethereum(EthereumSettings settings, JdbcClient jdbc, Clock clock) {
    var node = new Web3jNode(new JsonRpc(settings.node(), CONNECT_MAX, ANSWER_MAX));
    var pin = new ChainPin(jdbc, clock, settings.chainId());
    return new Ethereum(
        settings.node().shown(),
        new EthereumChain(node, new ChainWatch(node, pin, clock)),
        settings.key().map(WalletKey::address));
  }
}
