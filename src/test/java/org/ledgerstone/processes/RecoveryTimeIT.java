package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills a node whose chain has become longer and longer, and has written down how long its next
 * start takes. {@code -Drecovery.blocks=10,1000,10000} for other lengths.
 */
class RecoveryTimeIT {

  private static final int[] LENGTHS =
      Arrays.stream(System.getProperty("recovery.blocks", "10,300").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void isWrittenDown(TestDatabase.Kind kind) throws Exception {
    var genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    var chain = new ChainInMemory(genesis);
    var database = TestDatabase.of(kind);
    var settings = KilledNode.settings(database, genesis, BlockFixture.OPERATOR);
    for (int length : LENGTHS) {
      grow(chain, length, settings);
      try (var node = NodeProcess.start(UnpackedService.jar(), directory, settings)) {
        Figures.recovered(kind, length, node.startedIn());
        node.stop();
      }
      assertThat(database.countOf("blocks")).isEqualTo(length);
    }
  }

  /** Gives the node blocks until there are so many, and kills it. */
  private void grow(ChainInMemory chain, int length, Map<String, String> settings)
      throws Exception {
    try (var node = NodeProcess.start(UnpackedService.jar(), directory, settings);
        var client = new Client(node)) {
      while (chain.blocks().size() < length) {
        var block = chain.next().with(Lie.pay(chain, 0).order()).block();
        chain.accept(block);
        var json = JSON.writeValueAsString(Wire.block(block));
        var answer =
            client.send(new Request("/api/v1/blocks", json, Optional.empty(), Optional.empty()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      }
      node.kill();
    }
  }
}
