package org.ledgerstone.hostile;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Gives a parser one mutated input after the other. */
final class Fuzzing {

  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int SHOWN_BYTES = 300;

  private final Parser parser;
  private final Map<String, String> findings = new LinkedHashMap<>();
  private int read;

  private Fuzzing(Parser parser) {
    this.parser = parser;
  }

  /**
   * What came of it.
   *
   * @param read how many inputs were read and not refused
   * @param findings what was thrown and where, each with the first input that did it
   */
  record Report(int inputs, int read, Map<String, String> findings) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%,d inputs, %,d read, findings: %s", inputs, read, findings);
    }
  }

  /** Tries so many inputs, from the one with this number on. */
  static Report run(Parser parser, long first, int inputs) {
    var run = new Fuzzing(parser);
    var mutator = new Mutator(parser.seeds());
    for (long number = first; number < first + inputs; number++) {
      run.attempt(number, mutator.input(number));
    }
    return new Report(inputs, run.read, run.findings);
  }

  private void attempt(long number, byte[] input) {
    try {
      long begin = System.nanoTime();
      read += parser.reads(input) ? 1 : 0;
      if (isSlow(begin) && isSlowAgain(input) && isSlowAgain(input)) {
        findings.putIfAbsent("slow", shown(number, input));
      }
    } catch (RuntimeException | StackOverflowError | AssertionError fault) {
      findings.putIfAbsent(kind(fault), shown(number, input));
    }
  }

  private static boolean isSlow(long begin) {
    return System.nanoTime() - begin > LONGEST.toNanos();
  }

  private boolean isSlowAgain(byte[] input) {
    long begin = System.nanoTime();
    parser.reads(input);
    return isSlow(begin);
  }

  private static String kind(Throwable fault) {
    var at =
        Arrays.stream(fault.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("org.ledgerstone"))
            .findFirst();
    return fault.getClass().getName() + " at " + at.map(Object::toString).orElse("?");
  }

  private static String shown(long number, byte[] input) {
    var shown = Arrays.copyOf(input, Math.min(SHOWN_BYTES, input.length));
    return "input " + number + ": " + HexFormat.of().formatHex(shown);
  }
}
