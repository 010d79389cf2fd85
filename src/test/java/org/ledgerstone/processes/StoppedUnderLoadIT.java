package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends SIGTERM under load, while a group of transfers and a block are being written: nobody is let
 * in any more, both are finished, everybody who had sent something is answered, and all of it is
 * there afterwards.
 */
class StoppedUnderLoadIT {

  private static final String ACTIVE = "/actuator/metrics/http.server.requests.active";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void finishesWhatIsInFlight(TestDatabase.Kind kind) throws Exception {
    var genesis = Clients.genesis(1);
    var database = TestDatabase.of(kind);
    var settings = KilledNode.settings(database, genesis, TestKeys.key(1));
    var clients = Clients.group(genesis, 0, new SplittableRandom(1));
    int senders = genesis.allocations().size() + 1;
    try (var node = NodeProcess.start(UnpackedService.jar(), directory, settings);
        var asking = new Client(node)) {
      try (var load = clients.load(new Client(node))) {
        load.awaitConfirmed(100);
        node.steps().hold(Step.APPENDING_WRITTEN);
        node.awaitHeld(Step.APPENDING_WRITTEN);
        node.steps().hold(Step.ADMISSION_INSERTED);
        node.awaitHeld(Step.ADMISSION_INSERTED);
        Patience.until("all wait for an answer", () -> active(asking) > senders, node::log);
        load.expectTheEnd();

        node.beginToStop();
        Patience.until("nobody is let in", () -> !isOpen(node), node::log);
        assertThat(node.isAlive()).isTrue();
        assertThat(clients.unanswered()).isEqualTo(senders);
        node.steps().release(Step.APPENDING_WRITTEN);
        node.steps().release(Step.ADMISSION_INSERTED);
        node.awaitStopped();
        Patience.until("all are answered", () -> clients.unanswered() == 0, node::log);
      }
    }
    try (var node = NodeProcess.start(UnpackedService.jar(), directory, settings);
        var client = new Client(node)) {
      clients.resume(client);
      node.stop();
    }
    System.out.println(
        "stopped under load: " + KilledNode.check(database, new RuleBook(genesis), clients));
  }

  /** How many requests are in work, this one among them. */
  private static int active(Client client) throws IOException, InterruptedException {
    var answer = client.get(ACTIVE);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return new JsonMapper()
        .readTree(answer.body())
        .path("measurements")
        .path(0)
        .path("value")
        .asInt();
  }

  private static boolean isOpen(NodeProcess node) throws IOException {
    var uri = node.uri("/");
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }
}
