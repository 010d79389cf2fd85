package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** What follows on putting a peer on the list, on a clock that stands still. */
class AddedPeerTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();

  @Test
  void whoIsAddedIsCaughtUpWithInTheNextRound() {
    var network = new HearingPeers(GENESIS.block().hash());
    try (var ledger =
        TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), GENESIS, Map.of(), c -> {})) {
      var peers = new PeersByHand(ledger.node(), network, new Random(1));
      assertThat(peers.add(ONE)).isInstanceOf(AddOutcome.Added.class);
      assertThat(peers.toAsk()).containsExactly(ONE);
      peers.sync(ONE);
      assertThat(peers.toAsk()).isEmpty();
      assertThat(peers.add(ONE)).isInstanceOf(AddOutcome.Known.class);
      assertThat(peers.toAsk()).as("it is asked every half minute anyway").isEmpty();
    }
  }
}
