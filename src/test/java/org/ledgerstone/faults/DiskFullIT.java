package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;

/**
 * The file system under the database has no room left while batches come in. Who is not confirmed
 * is told so; with room again the node goes on and has everything that it confirmed, once.
 */
@NeedsMounts
class DiskFullIT {

  /** Less than the node wants to have before it writes to H2. */
  private static final long LITTLE_BYTES = 8 << 20;

  private static HttpNode node(TestDatabase database) {
    return HttpNode.start(
        database,
        TestKeys.key(1),
        Payers.genesis(),
        Map.of(
            "LEDGER_BLOCK_INTERVAL", "100ms",
            "SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT", "1000"));
  }

  private static int port(HttpNode node) {
    return node.uri("/").getPort();
  }

  @Test
  void underH2() throws Exception {
    try (var disk = Mount.memory(160);
        var node = node(TestDatabase.h2(disk.directory().resolve("ledger")));
        var payers = new Payers(port(node))) {
      payers.awaitConfirmed(500);
      disk.fill(LITTLE_BYTES);
      payers.awaitTrouble();
      disk.free();
      payers.awaitConfirmed(500);
      check(TestDatabase.Kind.H2, payers, node);
    }
  }

  @Test
  void underPostgres() throws Exception {
    try (var disk = Mount.memory(160);
        var server = PostgresServer.in(disk.directory().resolve("data"), List.of());
        var node = node(server.startAgain().database());
        var payers = new Payers(port(node))) {
      payers.awaitConfirmed(500);
      disk.fill(0);
      payers.awaitTrouble();
      disk.free();
      payers.awaitConfirmed(500);
      check(TestDatabase.Kind.POSTGRESQL, payers, node);
    }
  }

  private static void check(TestDatabase.Kind kind, Payers payers, HttpNode node) throws Exception {
    Figures.trial(
        Figures.Of.DISK_FULL,
        kind,
        () -> {
          payers.endAndCheck(node);
          return true;
        });
    assertThat(payers.refused())
        .isNotEmpty()
        .allSatisfy(reply -> assertThat(reply.text("code")).isIn("DATABASE_AWAY", "DATABASE_FULL"));
  }
}
