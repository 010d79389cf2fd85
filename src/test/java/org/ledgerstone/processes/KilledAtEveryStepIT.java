package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the service at each step of admission, of sealing and of appending, one after the other. It
 * stands still there, and admission at a step of its own, so that one life ends at two of them. The
 * steps of a change of chain are those of {@link KilledWhileChangingIT}.
 */
class KilledAtEveryStepIT {

  private static final List<Step> ADMISSION =
      List.of(
          Step.ADMISSION_GROUPED,
          Step.ADMISSION_LOCKED,
          Step.ADMISSION_LOADED,
          Step.ADMISSION_JUDGED,
          Step.ADMISSION_INSERTED,
          Step.ADMISSION_COUNTED,
          Step.ADMISSION_COMMITTED);

  /** Only a block of somebody else comes to these. */
  private static final List<Step> FOREIGN = List.of(Step.APPENDING_BEGUN, Step.APPENDING_JUDGED);

  private static final List<Step> OWN =
      List.of(
          Step.SEALING_BEGUN,
          Step.SEALING_CHOSEN,
          Step.SEALING_HASHED,
          Step.SEALING_ROOTED,
          Step.SEALING_MINED,
          Step.SEALING_SEALED,
          Step.APPENDING_LOCKED,
          Step.APPENDING_PLACED,
          Step.APPENDING_COUNTED,
          Step.APPENDING_WRITTEN,
          Step.APPENDING_COMMITTED);

  private static final List<Step> ELSEWHERE =
      List.of(
          Step.CHANGING_UNSEALED,
          Step.CHANGING_WRITTEN,
          Step.CHANGING_COMMITTED,
          Step.CHECKPOINT_KEPT,
          Step.ETHEREUM_SIGNED,
          Step.ETHEREUM_SENT);

  @TempDir private Path directory;
  private final List<String> report = new ArrayList<>();

  @BeforeAll
  static void unpack() {
    UnpackedService.jar();
  }

  @Test
  void namesEveryStep() {
    var all = new ArrayList<>(ADMISSION);
    all.addAll(FOREIGN);
    all.addAll(OWN);
    all.addAll(ELSEWHERE);
    assertThat(all).containsExactlyInAnyOrder(Step.values());
  }

  @ParameterizedTest
  @EnumSource
  void losesNothing(TestDatabase.Kind kind) throws Exception {
    report.add("killed at every step, " + kind);
    try {
      new Lives(TestDatabase.of(kind)).run();
    } finally {
      System.out.println(String.join("\n  ", report));
    }
  }

  /** All lives of one ledger. */
  private final class Lives {

    private final Genesis genesis = Clients.genesis(1);
    private final TestDatabase database;
    private final Map<String, String> settings;
    private final Clients clients = Clients.group(genesis, 0, new SplittableRandom(1));

    Lives(TestDatabase database) {
      this.database = database;
      this.settings = KilledNode.settings(database, genesis, TestKeys.key(1));
    }

    void run() throws Exception {
      int life = 0;
      for (var step : FOREIGN) {
        killWhileAppending(step, ADMISSION.get(life++));
      }
      for (var step : OWN) {
        killWhileSealing(step, ADMISSION.get(life++ % ADMISSION.size()));
      }
      try (var service = NodeProcess.start(UnpackedService.jar(), directory, settings);
          var client = new Client(service)) {
        clients.resume(client);
        service.stop();
        KilledNode.publish(database, clients);
        report.add("stopped: " + KilledNode.check(database, new RuleBook(genesis), clients));
      }
    }

    private void killWhileSealing(Step step, Step admission) throws Exception {
      try (var service = NodeProcess.start(UnpackedService.jar(), directory, settings);
          var client = new Client(service)) {
        clients.resume(client);
        try (var load = clients.load(new Client(service))) {
          service.steps().hold(step);
          service.awaitHeld(step);
          service.steps().hold(admission);
          service.awaitHeld(admission);
          load.expectTheEnd();
          kill(service, step, admission);
        }
      }
    }

    /** Before there is a block: the one that comes from outside fits. */
    private void killWhileAppending(Step step, Step admission) throws Exception {
      try (var service = NodeProcess.start(UnpackedService.jar(), directory, settings);
          var client = new Client(service)) {
        clients.resume(client);
        try (var load = clients.load(new Client(service))) {
          load.awaitConfirmed(10);
          service.steps().hold(admission);
          service.awaitHeld(admission);
          service.steps().hold(step);
          var sending = Thread.startVirtualThread(() -> send(client));
          service.awaitHeld(step);
          load.expectTheEnd();
          kill(service, step, admission);
          sending.join();
        }
      }
    }

    private void send(Client client) {
      var block = new ChainInMemory(genesis).next().by(TestKeys.key(1)).block();
      var json = new JsonMapper().writeValueAsString(Wire.block(block));
      try {
        client.send(new Request("/api/v1/blocks", json, Optional.empty(), Optional.empty()));
      } catch (IOException e) {
        // The service has been killed.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void kill(NodeProcess service, Step step, Step admission) throws Exception {
      var death = service.kill();
      assertThat(death.isAt(step)).as(death + ", not " + step).isTrue();
      assertThat(death.isAt(admission)).as(death + ", not " + admission).isTrue();
      var left = KilledNode.left(database, directory);
      Figures.steps(database.kind(), step, admission);
      report.add(
          "killed at %s: %s; started in %d ms"
              .formatted(
                  death,
                  Figures.trial(
                      Figures.Of.KILL,
                      database.kind(),
                      () -> KilledNode.check(left, new RuleBook(genesis), clients)),
                  service.startedIn().toMillis()));
    }
  }
}
