package org.ledgerstone.ledger;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Red when the newest block is not the one that the head names, or not what its hash says. */
@Component
class ChainHealthIndicator extends AbstractHealthIndicator {

  private final OneChain oneChain;
  private final ChainReader reader;

  ChainHealthIndicator(OneChain oneChain, ChainReader reader) {
    super("The newest block cannot be checked");
    this.oneChain = oneChain;
    this.reader = reader;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    oneChain.read(() -> reader.blockOf(reader.head()));
    health.up();
  }
}
