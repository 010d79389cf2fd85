package org.ledgerstone.hostile;

/**
 * A long run over one parser, outside of a build: the {@link Target}, the number of the first input
 * and how many inputs. It tells how far it is, so that it can be stopped and gone on with.
 */
final class LongFuzz {

  private static final int STEP = 50_000;

  private LongFuzz() {}

  /** Prints what came of each step. */
  public static void main(String[] arguments) {
    var target = Target.valueOf(arguments[0]);
    var parser = target.parser();
    long first = Long.parseLong(arguments[1]);
    long end = first + Long.parseLong(arguments[2]);
    for (long number = first; number < end; number += STEP) {
      var report = Fuzzing.run(parser, number, (int) Math.min(STEP, end - number));
      System.out.println(target + " from " + number + ": " + report);
    }
  }
}
