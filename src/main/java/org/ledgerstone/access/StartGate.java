package org.ledgerstone.access;

import java.util.Optional;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;

/** Keeps the port shut where {@link StartRules} refuse, and tells where it was opened. */
@Lazy(false)
class StartGate implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(StartGate.class);

  private final AccessSettings settings;
  private final ObjectProvider<Exposure> ledger;

  StartGate(AccessSettings settings, ObjectProvider<Exposure> ledger) {
    this.settings = settings;
    this.ledger = ledger;
  }

  /** After everything is made, before the server listens. */
  @Override
  public void afterSingletonsInstantiated() {
    StartRules.refusal(settings, Optional.ofNullable(ledger.getIfAvailable()))
        .ifPresent(message -> {
          throw new StartRefused(message);
        });
  }

  @EventListener
  void opened(ServletWebServerInitializedEvent event) {
    LOG.info(
        "Listening on port {}{}; {}",
        event.getWebServer().getPort(),
        settings.loopback() ? " of this machine only" : "",
        settings.hasSecret()
            ? "an admin is who has a token."
            : "everyone on this machine is admin.");
  }
}
