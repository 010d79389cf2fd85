package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;

/**
 * Kills a node that has signed a checkpoint, between the row of its table and the line of its file.
 * Afterwards it gives out the same one, has it in both places, and goes on from it.
 */
class KilledWhileSigningIT {

  private static final Genesis GENESIS =
      BlockFixture.genesis(draft -> {
        draft.intervalMillis = 1;
        draft.miners = List.of(BlockFixture.OPERATOR.address());
      });

  private static Path jar;

  @TempDir private Path directory;

  @BeforeAll
  static void unpack() throws Exception {
    jar = UnpackedService.jar();
  }

  @ParameterizedTest
  @EnumSource
  void givesOutTheSameAfterwards(TestDatabase.Kind kind) throws Exception {
    new Lives(TestDatabase.of(kind)).run();
  }

  /** All lives of one node. */
  private final class Lives {

    private final TestDatabase database;
    private final Path file = directory.resolve("checkpoints.txt");
    private final Map<String, String> settings;

    Lives(TestDatabase database) {
      this.database = database;
      this.settings = KilledNode.settings(database, GENESIS, BlockFixture.OPERATOR);
      settings.put("LEDGER_CHECKPOINT_FILE", file.toString());
      settings.put("LEDGER_CHECKPOINT_EVERY", "100ms");
    }

    void run() throws Exception {
      Figures.trial(Figures.Of.KILL, database.kind(), this::killAndGoOn);
      Figures.steps(database.kind(), Step.CHECKPOINT_KEPT);
    }

    private Void killAndGoOn() throws Exception {
      var first = killBeforeTheLine();
      var kept = kept();
      assertThat(kept).as("the row is there").hasSize(2).first().isEqualTo(first);
      assertThat(kept.getLast()).contains("\n2\n");
      assertThat(Files.readString(file)).as("the line is not").isEqualTo(lines(List.of(first)));
      var all = goOn(kept);
      assertThat(kept()).isEqualTo(all);
      assertThat(Files.readString(file)).isEqualTo(lines(all));
      return null;
    }

    /** The checkpoint that was given out before. */
    private String killBeforeTheLine() throws Exception {
      try (var node = NodeProcess.start(jar, directory, settings);
          var client = new Client(node)) {
        var first = awaitCheckpoint(node, client, 1);
        node.steps().hold(Step.CHECKPOINT_KEPT);
        generate(client);
        node.awaitHeld(Step.CHECKPOINT_KEPT);
        node.kill();
        return first;
      }
    }

    /** The last life: all checkpoints that there are then. */
    private List<String> goOn(List<String> kept) throws Exception {
      try (var node = NodeProcess.start(jar, directory, settings);
          var client = new Client(node)) {
        assertThat(awaitCheckpoint(node, client, 2)).isEqualTo(kept.getLast());
        assertThat(Files.readString(file)).as("finished").isEqualTo(lines(kept));
        generate(client);
        var all = new ArrayList<>(kept);
        all.add(awaitCheckpoint(node, client, 3));
        node.stop();
        return all;
      }
    }

    private static void generate(Client client) throws Exception {
      var answer =
          client.send(
              new Request("/api/v1/blocks/generate", "", Optional.empty(), Optional.empty()));
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static String awaitCheckpoint(NodeProcess node, Client client, int size)
        throws Exception {
      var path = "/api/v1/checkpoint";
      Patience.until(
          "the checkpoint of size " + size,
          () -> client.get(path).body().contains("\n" + size + "\n"),
          node::log);
      return client.get(path).body();
    }

    private static String lines(List<String> notes) {
      return String.join("\n", notes) + "\n";
    }

    /** The notes of the table in the order of their sizes. */
    private List<String> kept() throws Exception {
      var left = KilledNode.left(database, directory);
      try (var connection = left.connect();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("select note from checkpoints order by size")) {
        var notes = new ArrayList<String>();
        while (rows.next()) {
          notes.add(rows.getString(1));
        }
        return notes;
      }
    }
  }
}
