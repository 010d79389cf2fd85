package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.EventReader;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** Two instances on one database: who is subscribed at one is told of what the other does. */
class EventsOfOthersTest {

  @Test
  void tellsWhatAnotherInstanceHasCommitted() {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    var genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    try (var one = HttpNode.start(database, BlockFixture.OPERATOR, genesis, Map.of());
        var other = HttpNode.start(database, BlockFixture.OPERATOR, genesis, Map.of());
        var reader = new EventReader(one.uri("/api/v1/events"))) {
      reader.next("retry");
      reader.next("block");
      reader.awaitPending(0);
      other.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
      reader.awaitPending(1);
      for (int i = 0; i < 3; i++) {
        var hash = other.generate().text("hash");
        assertThat(reader.nextButPool("block").json()).containsEntry("hash", hash);
      }
      try (var there =
          new EventReader(
              other.uri("/api/v1/events"), "Last-Event-ID", "1-" + one.rules().ledger())) {
        there.next("retry");
        assertThat(there.blocks(3)).hasSize(3);
      }
    }
  }
}
