package org.ledgerstone.ledger;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Red as soon as a newer version has changed the tables: this node writes no more. */
@Component
class SchemaHealthIndicator extends AbstractHealthIndicator {

  private final SchemaLevel schema;

  SchemaHealthIndicator(SchemaLevel schema) {
    super("The level of the tables cannot be read");
    this.schema = schema;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.status(schema.isCurrent() ? "UP" : "DOWN");
  }
}
