package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;

/**
 * Several nodes that trust nobody come to one chain, whoever mines what and whoever can reach whom
 * meanwhile; every transfer that any of them has accepted is on it once.
 */
class NetworkIT {

  private static final int WALLETS = 9;
  private static final int ROUNDS = 8;
  private static final int ROUNDS_MAX = 60;

  private static Path jar;

  @TempDir private Path directory;
  private final List<String> report = new ArrayList<>();
  private final long seed = Long.getLong("ledgerstone.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @BeforeAll
  static void unpack() throws Exception {
    jar = UnpackedService.jar();
  }

  @BeforeEach
  void begin(TestInfo test) {
    report.add(test.getDisplayName() + ", -Dledgerstone.seed=" + seed);
  }

  @AfterEach
  void tell() {
    System.out.println(String.join("\n  ", report));
  }

  private static TestGenesis parameters() {
    return Payers.endow(new TestGenesis().miners().difficulty(8), WALLETS);
  }

  private Network network(Genesis genesis, int count, Map<String, String> more) throws Exception {
    return Network.start(jar, directory, genesis, count, more);
  }

  @Test
  void threeThatMineAtOnceComeToOneChain() throws Exception {
    var genesis = parameters().build();
    var payers = new Payers(genesis, WALLETS, random);
    try (var network = network(genesis, 3, Map.of())) {
      var all = network.members();
      int rounds = 0;
      while (rounds < ROUNDS || (network.changesOfChain() == 0 && rounds < ROUNDS_MAX)) {
        payers.payAll(all);
        payers.promiseTwice(0, all.get(0), all.get(1));
        payers.promiseTwice(2, all.get(2), all.get(0));
        network.mineAtOnce(all);
        rounds++;
      }
      var head = network.settle(all, true);
      int gaveWay = payers.check(all);
      report.add(
          "%d rounds, head %d; %d transfers were accepted, %d of them gave way to a rival"
              .formatted(rounds, head.index(), payers.accepted(), gaveWay));
      int changes = network.changesOfChain();
      report.add(network.stopAndCheck());
      assertThat(changes).as("changes of chain").isPositive();
    }
  }

  @Test
  void aPartitionHeals() throws Exception {
    var genesis = parameters().build();
    var payers = new Payers(genesis, WALLETS, random);
    try (var network = network(genesis, 3, Map.of())) {
      var all = network.members();
      var majority = List.of(all.get(0), all.get(1));
      var alone = all.get(2);
      payers.payAll(all);
      var common = network.settle(all, true);

      network.cutOff(2);
      payers.promiseTwice(0, all.get(0), alone);
      payers.promiseTwice(2, alone, all.get(1));
      var lost = new HashSet<String>();
      for (int i = 0; i < 3; i++) {
        payers.payAll(all);
        all.get(i % 2).mine();
        network.settle(majority, true);
        alone.mine();
        lost.add(alone.head().hash());
      }
      network.mineAtOnce(List.of(all.get(0)));
      network.settle(majority, true);
      var there = all.get(0).head();
      var here = alone.head();
      report.add(
          "parted at %d: two nodes came to %d, the third to %d"
              .formatted(common.index(), there.index(), here.index()));
      assertThat(there.index()).isGreaterThan(here.index());
      assertThat(here.index()).as("blocks on the shorter side").isEqualTo(common.index() + 3);
      assertThat(alone.get("/api/v1/peers").path("items").valueStream())
          .as("what the third says of the others")
          .allMatch(peer -> peer.path("failures").asInt() > 0);

      network.mend(2);
      var head = network.settle(all, true);
      for (var hash : lost) {
        assertThat(alone.client().get("/api/v1/blocks/" + hash).status()).isEqualTo(404);
      }
      int gaveWay = payers.check(all);
      report.add(
          "healed at %d; %d transfers were accepted, %d of them gave way to a rival"
              .formatted(head.index(), payers.accepted(), gaveWay));
      int changes = alone.changesOfChain();
      report.add(network.stopAndCheck());
      assertThat(changes).as("changes of chain on the third").isPositive();
      assertThat(gaveWay).as("promised on both sides").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void listedMinersGoOnWhileMostAreUp(int count) throws Exception {
    var miners = IntStream.rangeClosed(1, count).mapToObj(TestKeys::wallet).toArray(Address[]::new);
    var genesis = parameters().difficulty(4).miners(miners).build();
    var payers = new Payers(genesis, WALLETS, random);
    int enough = count / 2 + 1;
    try (var network = network(genesis, count, Map.of("LEDGER_BLOCK_INTERVAL", "100ms"))) {
      var all = network.members();
      var staying = all.subList(0, enough);
      var head = goOn(payers, staying, all, 1 + 2 * count);
      for (int i = 0; i < ROUNDS_MAX && !haveForked(network); i++) {
        head = goOn(payers, staying, all, head + 1);
      }
      assertThat(haveForked(network)).as("two have made a block on the same one").isTrue();
      var seen = minersSeen(all.getFirst());
      for (var leaving : all.subList(enough, count)) {
        leaving.process().stop();
      }
      var later = goOn(payers, staying, staying, head + 6);
      network.settle(staying, false);
      payers.check(staying);
      report.add(
          "%d of %d miners made the first %d blocks, %d of them went on to %d; %d transfers"
              .formatted(seen, count, head, enough, later, payers.accepted()));
      int changes = network.changesOfChain();
      report.add(network.stopAndCheck() + "\n  " + changes + " changes of chain");
      assertThat(seen).as("miners of the first blocks").isGreaterThanOrEqualTo(enough);
    }
  }

  /** Two miners take turns from the second block on, so that they need not ever fork. */
  private static boolean haveForked(Network network) {
    return network.members().size() == 2 || network.changesOfChain() > 0;
  }

  /** Pays at these nodes until all of those have come so far, and returns how far. */
  private static long goOn(
      Payers payers, List<Network.Member> homes, List<Network.Member> nodes, long index)
      throws Exception {
    for (var node : nodes) {
      Patience.until(
          "node " + node.number() + " comes to block " + index,
          () -> {
            boolean isThere = node.head().index() >= index;
            if (!isThere) {
              payers.payAll(homes);
            }
            return isThere;
          },
          () -> node.process().log());
    }
    return nodes.getFirst().head().index();
  }

  private static long minersSeen(Network.Member node) throws Exception {
    return node.get("/api/v1/blocks?from=2&limit=1000")
        .path("items")
        .valueStream()
        .map(block -> block.path("miner").asString())
        .distinct()
        .count();
  }
}
