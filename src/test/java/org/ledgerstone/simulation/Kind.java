package org.ledgerstone.simulation;

import java.util.List;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestKeys;

/** The ledgers that nodes keep in a simulation. */
enum Kind {
  /** Anybody mines. */
  OPEN(5, 0, 0),
  /** Anybody mines; what has three blocks after it is final. */
  OPEN_FINAL(3, 0, 3),
  /** Two listed miners. */
  TWO_LISTED(3, 2, 0),
  /** Three listed miners. */
  THREE_LISTED(3, 3, 0),
  /** Three listed miners; what has two blocks after it is final. */
  THREE_LISTED_FINAL(3, 3, 2),
  /** Five listed miners. */
  FIVE_LISTED(5, 5, 0);

  /** The key of the client whose number is 0; the others follow. */
  private static final int FIRST_CLIENT = 21;

  static final int CLIENTS = 4;
  static final long INTERVAL_MILLIS = 300;

  private final int nodes;
  private final int miners;
  private final Genesis genesis;

  Kind(int nodes, int miners, int finalDepth) {
    this.nodes = nodes;
    this.miners = miners;
    this.genesis =
        BlockFixture.genesis(draft -> {
          draft.name = "simulation";
          draft.difficulty = miners == 0 ? 1 : 0;
          draft.intervalMillis = INTERVAL_MILLIS;
          draft.blockLimit = 6;
          draft.finalDepth = finalDepth;
          draft.miners =
              IntStream.rangeClosed(1, miners).mapToObj(TestKeys::wallet).sorted().toList();
          draft.allocations.clear();
          for (int client = 0; client < CLIENTS; client++) {
            for (var asset : List.of(BlockFixture.COIN, BlockFixture.GOLD)) {
              draft.allocations.add(
                  new Genesis.Share(
                      asset, TestKeys.wallet(FIRST_CLIENT + client), Amount.of(1000)));
            }
          }
        });
  }

  /** How many nodes there are at most. */
  int nodes() {
    return nodes;
  }

  /** Whether the node with this number, from 0, may mine. */
  boolean mayMine(int node) {
    return miners == 0 || node < miners;
  }

  boolean isListed() {
    return miners > 0;
  }

  Genesis genesis() {
    return genesis;
  }

  static int keyOfClient(int client) {
    return FIRST_CLIENT + client;
  }

  static int keyOfNode(int node) {
    return node + 1;
  }
}
