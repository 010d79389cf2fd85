package org.ledgerstone.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.catalina.valves.RemoteIpValve;
import org.ledgerstone.web.HeadersInTime;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Who a client is behind a proxy, and how much each may ask, before anything else is looked at. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class LimitsConfiguration {

  @Bean
  TrustedProxies trustedProxies(Environment environment, AccessSettings settings) {
    return TrustedProxies.read(environment, settings);
  }

  @Bean
  RequestLimit requestLimit(
      Environment environment, AccessSettings settings, TrustedProxies proxies) {
    return new RequestLimit(
        RateSettings.read(environment, !settings.loopback() || !proxies.isEmpty()));
  }

  @Bean
  MeterBinder refusedRequests(RequestLimit limit) {
    return meters ->
        FunctionCounter.builder("ledger.requests.refused", limit, RequestLimit::refused)
            .description("Requests refused since their address sent too many")
            .register(meters);
  }

  /** Behind the first two the client's address, scheme and host are what the proxies tell of. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> limitsInTomcat(
      TrustedProxies proxies, RequestLimit limit) {
    return factory -> {
      if (!proxies.isEmpty()) {
        factory.addEngineValves(new ForwardedHeader(proxies), clientBehind(proxies));
        factory.addConnectorCustomizers(connector -> {
          if (connector.getProtocolHandler() instanceof HeadersInTime protocol) {
            protocol.share(proxies::contains);
          }
        });
      }
      factory.addEngineValves(limit);
    };
  }

  private static RemoteIpValve clientBehind(TrustedProxies proxies) {
    var valve = new RemoteIpValve();
    valve.setInternalProxies(proxies.text());
    valve.setRemoteIpHeader(ForwardedHeader.CLIENT);
    valve.setProtocolHeader(ForwardedHeader.SCHEME);
    valve.setHostHeader(ForwardedHeader.HOST);
    valve.setPortHeader(ForwardedHeader.PORT);
    return valve;
  }
}
