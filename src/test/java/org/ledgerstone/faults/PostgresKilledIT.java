package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;

/**
 * PostgreSQL is killed while batches are being admitted and blocks written, and started again; the
 * node stays up, recovers by itself and has everything that it confirmed, once.
 */
class PostgresKilledIT {

  private static final List<Step> STEPS =
      List.of(
          Step.ADMISSION_INSERTED,
          Step.ADMISSION_COMMITTED,
          Step.APPENDING_WRITTEN,
          Step.APPENDING_COMMITTED);

  @Test
  void losesNothingAndRecoversByItself() throws Exception {
    var steps = new AtStep();
    try (var server = PostgresServer.start();
        var node =
            HttpNode.start(
                server.database(),
                TestKeys.key(1),
                Payers.genesis(),
                Map.of(
                    "LEDGER_BLOCK_INTERVAL",
                    "100ms",
                    "SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT",
                    "1000"),
                context -> context.registerBean(AtStep.class, () -> steps));
        var payers = new Payers(node.uri("/").getPort())) {
      for (var step : STEPS) {
        payers.awaitConfirmed(500);
        steps.once(step, server::kill);
        node.get("/api/v1/pool").isProblem(503, "DATABASE_AWAY");
        payers.awaitTrouble();
        server.startAgain();
        payers.awaitConfirmed(500);
      }
      assertThat(payers.refused()).allSatisfy(reply -> reply.isProblem(503, "DATABASE_AWAY"));
      Figures.trials(
          Figures.Of.POSTGRES_KILL,
          TestDatabase.Kind.POSTGRESQL,
          STEPS.size(),
          () -> {
            payers.endAndCheck(node);
            return true;
          });
    }
  }
}
