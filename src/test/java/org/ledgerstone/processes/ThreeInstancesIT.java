package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three instances on one PostgreSQL under load. One is killed while it holds both locks and is to
 * seal; the others go on, and its clients with them.
 */
class ThreeInstancesIT {

  private static final int INSTANCES = 3;

  @TempDir private Path directory;

  @Test
  void twoGoOnWhenOneIsKilled() throws Exception {
    var genesis = Clients.genesis(INSTANCES);
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    var settings = KilledNode.settings(database, genesis, TestKeys.key(1));
    settings.put("LEDGER_BLOCK_INTERVAL", "200ms");
    var groups =
        IntStream.range(0, INSTANCES)
            .mapToObj(i -> Clients.group(genesis, i, new SplittableRandom(i)))
            .toArray(Clients[]::new);
    try (var killed = begin(settings);
        var second = begin(settings);
        var third = begin(settings)) {
      for (var node : List.of(killed, second, third)) {
        node.awaitHealth();
      }
      try (var load = groups[1].load(new Client(second));
          var otherLoad = groups[2].load(new Client(third))) {
        try (var ending = groups[0].load(new Client(killed))) {
          ending.awaitConfirmed(100);
          killed.steps().hold(Step.APPENDING_WRITTEN);
          killed.awaitHeld(Step.APPENDING_WRITTEN);
          killed.steps().hold(Step.ADMISSION_INSERTED);
          killed.awaitHeld(Step.ADMISSION_INSERTED);
          ending.expectTheEnd();
          killed.kill();
        }
        load.awaitConfirmed(200);
        otherLoad.awaitConfirmed(200);
      }
      try (var client = new Client(second);
          var other = new Client(third)) {
        groups[0].resume(client);
        groups[1].resume(other);
        groups[2].resume(client);
        Patience.until("all is sealed by itself", () -> pending(client) == 0, third::log);
      }
      second.stop();
      third.stop();
      KilledNode.publish(database, groups);
      var found =
          Figures.trial(
              Figures.Of.KILL,
              database.kind(),
              () -> KilledNode.check(database, new RuleBook(genesis), groups));
      System.out.println("one of three killed: " + found);
    }
  }

  private NodeProcess begin(Map<String, String> settings) throws Exception {
    var start = NodeProcess.Start.of(UnpackedService.jar(), directory);
    return start.oneOfMany(start.port()).begin(settings);
  }

  private static int pending(Client client) throws Exception {
    var answer = client.get("/api/v1/ledger");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body()).path("pending").asInt(-1);
  }
}
