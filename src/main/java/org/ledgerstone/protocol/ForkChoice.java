package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.List;

/** Decides which of two chains counts. A pure function of their heads. */
public final class ForkChoice {

  /**
   * The end of a chain.
   *
   * @param work the sum of 2^difficulty over its blocks after genesis
   */
  public record Head(long index, Hash hash, Address miner, BigInteger work) {}

  private ForkChoice() {}

  /**
   * Whether the chain of {@code other} replaces that of {@code mine}, which this node had first.
   * More work wins. Among equals the first one stays where anybody may mine; where miners are
   * listed, the head whose miner comes first when the list is read in a circle from position index
   * mod n wins, then the smaller hash.
   */
  public static boolean replaces(Head other, Head mine, Rules rules) {
    int byWork = other.work().compareTo(mine.work());
    if (byWork != 0 || rules.miners().isEmpty()) {
      return byWork > 0;
    }
    int byTurn = Integer.compare(turn(other, rules.miners()), turn(mine, rules.miners()));
    return byTurn != 0 ? byTurn < 0 : other.hash().compareTo(mine.hash()) < 0;
  }

  private static int turn(Head head, List<Address> miners) {
    int start = (int) (head.index() % miners.size());
    int position = miners.indexOf(head.miner());
    return Math.floorMod(position - start, miners.size());
  }
}
