package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GenesisTest {

  private static final BigInteger REWARD_MAX = BigInteger.TEN.pow(20);
  private static final BigInteger ALLOCATED_MAX =
      BigInteger.TEN.pow(37).multiply(BigInteger.valueOf(5));
  private static final Address ALICE = BlockFixture.ALICE.address();
  private static final Address BOB = BlockFixture.BOB.address();

  /** An edge: the last parameters that are fine, and the first that are not. */
  private record Edge(
      String name, String fault, Consumer<GenesisDraft> inside, Consumer<GenesisDraft> outside) {}

  private static final List<Edge> EDGES =
      List.of(
          new Edge("a name of one character", "name", g -> g.name = "a", g -> g.name = ""),
          new Edge(
              "a name of 63", "name", g -> g.name = "a".repeat(63), g -> g.name = "a".repeat(64)),
          new Edge("a name's first", "name", g -> g.name = "a b", g -> g.name = " ab"),
          new Edge("a name's characters", "name", g -> g.name = "A 0._-", g -> g.name = "a/b"),
          new Edge("a name's end", "name", g -> g.name = "ab", g -> g.name = "ab\n"),
          new Edge("the first chain", "chain", g -> g.chain = 1, g -> g.chain = 0),
          new Edge(
              "the last chain",
              "chain",
              g -> g.chain = 4_503_599_627_370_496L,
              g -> g.chain = 4_503_599_627_370_497L),
          new Edge(
              "no reward",
              "reward",
              g -> g.reward = BigInteger.ZERO,
              g -> g.reward = BigInteger.ONE.negate()),
          new Edge(
              "the greatest reward",
              "reward",
              g -> g.reward = REWARD_MAX,
              g -> g.reward = REWARD_MAX.add(BigInteger.ONE)),
          new Edge("one bit for all", "difficulty", g -> g.difficulty = 1, g -> g.difficulty = 0),
          new Edge(
              "no difficulty",
              "difficulty",
              g -> {
                g.miners = List.of(ALICE);
                g.difficulty = 0;
              },
              g -> {
                g.miners = List.of(ALICE);
                g.difficulty = -1;
              }),
          new Edge(
              "the greatest difficulty",
              "difficulty",
              g -> g.difficulty = 64,
              g -> g.difficulty = 65),
          new Edge(
              "the shortest interval",
              "interval",
              g -> g.intervalMillis = 1,
              g -> g.intervalMillis = 0),
          new Edge(
              "an interval of a day",
              "interval",
              g -> g.intervalMillis = 86_400_000,
              g -> g.intervalMillis = 86_400_001),
          new Edge(
              "the least block limit", "blockLimit", g -> g.blockLimit = 2, g -> g.blockLimit = 1),
          new Edge(
              "the greatest block limit",
              "blockLimit",
              g -> g.blockLimit = 100_000,
              g -> g.blockLimit = 100_001),
          new Edge("never final", "finalDepth", g -> g.finalDepth = 0, g -> g.finalDepth = -1),
          new Edge(
              "the greatest final depth",
              "finalDepth",
              g -> g.finalDepth = 1_000_000,
              g -> g.finalDepth = 1_000_001),
          new Edge("one asset", "assets", g -> assets(g, 1), g -> assets(g, 0)),
          new Edge("32 assets", "assets", g -> assets(g, 32), g -> assets(g, 33)),
          new Edge("no decimals", "assets", g -> decimals(g, 0), g -> decimals(g, -1)),
          new Edge("36 decimals", "assets", g -> decimals(g, 36), g -> decimals(g, 37)),
          new Edge(
              "two assets of one name",
              "assets",
              g -> g.assets.add(new Genesis.DeclaredAsset(new Asset("SILVER"), 1)),
              g -> g.assets.add(new Genesis.DeclaredAsset(BlockFixture.COIN, 1))),
          new Edge(
              "a miner twice",
              "miners",
              g -> g.miners = List.of(ALICE, BOB),
              g -> g.miners = List.of(ALICE, ALICE)),
          new Edge(
              "a miner without a key",
              "miners",
              g -> g.miners = List.of(ALICE),
              g -> g.miners = List.of(ALICE, BlockFixture.TREASURY)),
          new Edge(
              "an operator without a key",
              "operator",
              g -> g.operator = Optional.empty(),
              g -> g.operator = Optional.of(BlockFixture.TREASURY)),
          new Edge(
              "an allocation of something else",
              "allocations",
              g -> g.allocations.add(share("GOLD", BigInteger.ONE)),
              g -> g.allocations.add(share("NOPE", BigInteger.ONE))),
          new Edge(
              "all that can be allocated",
              "allocations",
              g -> g.allocations = List.of(share("COIN", ALLOCATED_MAX)),
              g -> g.allocations = List.of(share("COIN", ALLOCATED_MAX.add(BigInteger.ONE)))),
          new Edge(
              "the sum of what is allocated",
              "allocations",
              g ->
                  g.allocations =
                      List.of(
                          share("COIN", ALLOCATED_MAX.subtract(BigInteger.ONE)),
                          share("GOLD", ALLOCATED_MAX),
                          share("COIN", BigInteger.ONE)),
              g ->
                  g.allocations =
                      List.of(
                          share("COIN", ALLOCATED_MAX),
                          share("GOLD", ALLOCATED_MAX),
                          share("COIN", BigInteger.ONE))),
          new Edge(
              "parameters of 10,000 characters",
              "the parameters as a text",
              g -> filled(g, 10_000),
              g -> filled(g, 10_001)));

  @TestFactory
  Stream<DynamicTest> everyFaultBeginsAtItsEdge() {
    return EDGES.stream()
        .map(edge ->
            DynamicTest.dynamicTest(
                edge.name(),
                () -> {
                  assertThat(BlockFixture.genesis(edge.inside()).fault()).isEmpty();
                  assertThat(BlockFixture.genesis(edge.outside()).fault())
                      .get()
                      .asString()
                      .startsWith(edge.fault() + ":");
                }));
  }

  @Test
  void theOrderOfMinersDoesNotMatter() {
    var one = BlockFixture.genesis(g -> g.miners = List.of(ALICE, BOB));
    var other = BlockFixture.genesis(g -> g.miners = List.of(BOB, ALICE));

    assertThat(one).isEqualTo(other);
    assertThat(one.block().hash()).isEqualTo(other.block().hash());
    assertThat(one.miners()).isSorted();
    assertThat(one.data()).endsWith("\nminers " + BOB + " " + ALICE + "\n");
  }

  @Test
  void theOrderOfAssetsAndAllocationsMatters() {
    var assets = BlockFixture.genesis(g -> g.assets = g.assets.reversed());
    var allocations = BlockFixture.genesis(g -> g.allocations = g.allocations.reversed());
    var hash = BlockFixture.genesis().block().hash();

    assertThat(assets.block().hash()).isNotEqualTo(hash);
    assertThat(allocations.block().hash()).isNotEqualTo(hash);
  }

  @Test
  void everyParameterChangesTheHash() {
    var changes =
        List.<Consumer<GenesisDraft>>of(
            g -> {},
            g -> g.name = "other",
            g -> g.chain = 8,
            g -> g.assets.removeLast(),
            g -> g.assets.set(1, new Genesis.DeclaredAsset(BlockFixture.GOLD, 3)),
            g -> g.reward = BigInteger.ONE,
            g -> g.difficulty = 5,
            g -> g.intervalMillis = 1001,
            g -> g.blockLimit = 301,
            g -> g.operator = Optional.empty(),
            g -> g.posts = Posts.SIGNED,
            g -> g.posts = Posts.OFF,
            g -> g.seedSignatures = false,
            g -> g.finalDepth = 1,
            g -> g.miners = List.of(ALICE),
            g -> g.time = g.time.plusMillis(1),
            g -> g.allocations.removeLast());

    assertThat(changes.stream().map(c -> BlockFixture.genesis(c).block().hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsItsOwnLists() {
    var miners = new ArrayList<>(List.of(ALICE));
    var genesis = BlockFixture.genesis(g -> g.miners = miners);
    miners.add(BOB);

    assertThat(genesis.miners()).containsExactly(ALICE);
  }

  @Test
  void standardIsWithoutFaultAndFixtureToo() {
    assertThat(Genesis.standard().fault()).isEmpty();
    assertThat(BlockFixture.genesis().fault()).isEmpty();
  }

  private static void assets(GenesisDraft g, int count) {
    g.allocations = List.of();
    g.assets =
        IntStream.range(0, count)
            .mapToObj(i -> new Genesis.DeclaredAsset(new Asset("A" + i), 0))
            .toList();
  }

  private static void decimals(GenesisDraft g, int decimals) {
    g.assets.set(1, new Genesis.DeclaredAsset(BlockFixture.GOLD, decimals));
  }

  private static Genesis.Share share(String asset, BigInteger units) {
    return new Genesis.Share(new Asset(asset), ALICE, new Amount(units));
  }

  /** Miners and a name that make the parameters' text just so long. */
  private static void filled(GenesisDraft g, int length) {
    var miners = new ArrayList<Address>();
    g.name = "a";
    g.miners = miners;
    do {
      miners.add(new Address(String.format("0x%040x", miners.size())));
    } while (g.genesis().data().length() + 43 <= length);
    g.name = "a".repeat(1 + length - g.genesis().data().length());
    assertThat(g.genesis().data()).hasSize(length);
  }
}
