package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForkChoiceTest {

  private static final Rules OPEN = BlockFixture.rules(BlockFixture.genesis());

  /** Who comes first at each index mod 3, written out: the list is read in a circle from there. */
  static Stream<List<Integer>> circles() {
    return Stream.of(List.of(0, 1, 2), List.of(1, 2, 0), List.of(2, 0, 1));
  }

  @Test
  void moreWorkWins() {
    var listed = listed(3);
    for (var rules : List.of(OPEN, listed)) {
      var more =
          new ForkChoice.Head(5, hash(9), miner(1), BigInteger.TWO.pow(70).add(BigInteger.ONE));
      var less = new ForkChoice.Head(6, hash(1), miner(0), BigInteger.TWO.pow(70));

      assertThat(ForkChoice.replaces(more, less, rules)).isTrue();
      assertThat(ForkChoice.replaces(less, more, rules)).isFalse();
    }
  }

  @Test
  void theFirstOneStaysAmongEqualsWhereAnybodyMines() {
    assertThat(ForkChoice.replaces(head(5, 1, 0), head(5, 2, 1), OPEN)).isFalse();
    assertThat(ForkChoice.replaces(head(5, 2, 1), head(5, 1, 0), OPEN)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("circles")
  void theListedMinerWhoseTurnItIsWins(List<Integer> circle) {
    var rules = listed(3);
    for (long round = 0; round < 4; round++) {
      long index = 3 * (round + 1) + circle.getFirst();
      for (int better = 0; better < 3; better++) {
        for (int worse = better + 1; worse < 3; worse++) {
          // The hash of the winner is the greater one, so that it cannot be what decided.
          var winner = head(index, 9, circle.get(better));
          var loser = head(index, 1, circle.get(worse));

          assertThat(ForkChoice.replaces(winner, loser, rules)).isTrue();
          assertThat(ForkChoice.replaces(loser, winner, rules)).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void amongBlocksOfOneMinerTheSmallerHashWins(int miners) {
    for (int index = 2; index < 12; index++) {
      var smaller = head(index, 0x7f, index % miners);
      var greater = head(index, 0x80, index % miners);

      assertThat(ForkChoice.replaces(smaller, greater, listed(miners))).isTrue();
      assertThat(ForkChoice.replaces(greater, smaller, listed(miners))).isFalse();
    }
  }

  @Test
  void noHeadReplacesItself() {
    assertThat(ForkChoice.replaces(head(5, 1, 0), head(5, 1, 0), listed(3))).isFalse();
    assertThat(ForkChoice.replaces(head(5, 1, 0), head(5, 1, 0), OPEN)).isFalse();
  }

  @Test
  void ofTwoHeadsExactlyOneWinsWhereMinersAreListed() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      int miners = 1 + random.nextInt(6);
      long index = 2 + random.nextInt(20);
      var one = head(index, random.nextInt(256), random.nextInt(miners));
      var other = head(index, random.nextInt(256), random.nextInt(miners));
      boolean wins = ForkChoice.replaces(one, other, listed(miners));
      boolean loses = ForkChoice.replaces(other, one, listed(miners));

      assertThat(wins && loses).as("seed %s, step %s", seed, i).isFalse();
      assertThat(wins || loses)
          .as("seed %s, step %s", seed, i)
          .isEqualTo(!one.hash().equals(other.hash()) || !one.miner().equals(other.miner()));
      assertThat(ForkChoice.replaces(one, other, OPEN)).isFalse();
    }
  }

  @Test
  void theBestOfManyDoesNotDependOnTheOrderInWhichTheyCome() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var rules = listed(5);
    var heads = new ArrayList<ForkChoice.Head>();
    for (int i = 0; i < 30; i++) {
      heads.add(head(7, i, random.nextInt(5)));
    }
    var best = best(heads, rules);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(heads, random);
      assertThat(best(heads, rules)).as("seed " + seed).isEqualTo(best);
    }
  }

  private static ForkChoice.Head best(List<ForkChoice.Head> heads, Rules rules) {
    return heads.stream()
        .reduce((mine, other) -> ForkChoice.replaces(other, mine, rules) ? other : mine)
        .orElseThrow();
  }

  private static final List<Rules> LISTED =
      IntStream.rangeClosed(0, 6)
          .mapToObj(n ->
              BlockFixture.rules(
                  BlockFixture.genesis(g ->
                      g.miners = IntStream.range(0, n).mapToObj(ForkChoiceTest::miner).toList())))
          .toList();

  private static Rules listed(int miners) {
    return LISTED.get(miners);
  }

  /** The miner at this position of the list. */
  private static Address miner(int position) {
    return new Address(String.format("0x%040x", position + 1));
  }

  private static Hash hash(int firstByte) {
    return Hash.parse(String.format("%02x", firstByte) + "0".repeat(62)).orElseThrow();
  }

  private static ForkChoice.Head head(long index, int firstByte, int miner) {
    return new ForkChoice.Head(
        index, hash(firstByte), miner(miner), BigInteger.valueOf(16 * (index - 1)));
  }
}
