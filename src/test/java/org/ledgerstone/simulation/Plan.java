package org.ledgerstone.simulation;

import java.util.Random;

/**
 * What a seed says of its history before it begins.
 *
 * @param nodes how many nodes there are
 * @param lengthMillis how long nodes mine and clients send
 * @param mineEveryMillis how long a miner takes for a block on average
 * @param sendEveryMillis how long it takes on average until a client sends something
 * @param lossPercent how many messages are lost
 * @param twicePercent how many messages come twice
 * @param wrongPercent before how many blocks a forged copy comes
 * @param delayMillis how long a message takes at most, but for a few that take ten times as long
 * @param partitions how often the network falls apart
 * @param partitionMillis for how long at most
 * @param restarts how often a node ends and starts again
 */
record Plan(
    Kind kind,
    int nodes,
    long lengthMillis,
    long mineEveryMillis,
    long sendEveryMillis,
    int lossPercent,
    int twicePercent,
    int wrongPercent,
    int delayMillis,
    int partitions,
    int partitionMillis,
    int restarts) {

  /** How often each kind of ledger comes up among twenty histories. */
  private static Kind kind(long seed) {
    int turn = Math.floorMod(seed, 20);
    if (turn < 10) {
      return Kind.OPEN;
    } else if (turn < 13) {
      return Kind.OPEN_FINAL;
    } else if (turn < 16) {
      return Kind.THREE_LISTED;
    } else if (turn < 18) {
      return Kind.THREE_LISTED_FINAL;
    }
    return turn == 18 ? Kind.TWO_LISTED : Kind.FIVE_LISTED;
  }

  static Plan of(long seed) {
    return of(seed, kind(seed));
  }

  static Plan of(long seed, Kind kind) {
    var random = new Random(seed);
    int nodes = kind.isListed() ? kind.nodes() : nodes(random, kind.nodes());
    return new Plan(
        kind,
        nodes,
        8_000 + random.nextInt(6_000),
        nodes * (700L + random.nextInt(500)),
        500 + random.nextInt(1_000),
        random.nextInt(3) * 8,
        random.nextInt(3) * 8,
        random.nextInt(4) == 0 ? 20 : 0,
        20 + random.nextInt(3) * 150,
        random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(2),
        6_000,
        random.nextInt(3));
  }

  /** Three as a rule, sometimes two or five. */
  private static int nodes(Random random, int most) {
    int draw = random.nextInt(10);
    return draw == 0 ? 2 : draw == 1 ? most : 3;
  }
}
