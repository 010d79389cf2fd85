package org.ledgerstone.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the generator is to do.
 *
 * @param stock the directory of the requests
 * @param millis how long to send; 0 for all that there is
 */
record Load(int port, String stock, Form form, int connections, long millis) {

  static Load parse(List<String> words) {
    return new Load(
        Integer.parseInt(words.get(0)),
        words.get(1),
        Form.valueOf(words.get(2)),
        Integer.parseInt(words.get(3)),
        Long.parseLong(words.get(4)));
  }

  List<String> words() {
    return List.of(
        Integer.toString(port),
        stock,
        form.name(),
        Integer.toString(connections),
        Long.toString(millis));
  }

  /**
   * What came of it.
   *
   * @param sent how many items each connection has sent and got an answer to
   * @param refused how many of them were not taken, for good
   * @param pushedBack how many requests had to be sent again because the service was busy
   * @param ranOut whether the stock did not last
   * @param sendNanos from the first request to the last answer
   * @param wholeNanos from the first request until all was in blocks
   * @param firstRefusal the answer that told of a refusal first, or nothing
   */
  record Result(
      long[] sent,
      long accepted,
      long refused,
      long pushedBack,
      boolean ranOut,
      long sendNanos,
      long wholeNanos,
      long p50Micros,
      long p99Micros,
      long cpuNanos,
      long peakBytes,
      String firstRefusal) {

    private static final int LINES = 12;

    /** What Java itself has to say may come before it. */
    private static final String BEGIN = "What came of the load:\n";

    static Result parse(String text) {
      var lines = text.substring(text.indexOf(BEGIN) + BEGIN.length()).split("\n", LINES);
      return new Result(
          Arrays.stream(lines[0].split(" ")).mapToLong(Long::parseLong).toArray(),
          Long.parseLong(lines[1]),
          Long.parseLong(lines[2]),
          Long.parseLong(lines[3]),
          Boolean.parseBoolean(lines[4]),
          Long.parseLong(lines[5]),
          Long.parseLong(lines[6]),
          Long.parseLong(lines[7]),
          Long.parseLong(lines[8]),
          Long.parseLong(lines[9]),
          Long.parseLong(lines[10]),
          lines[11].strip());
    }

    String text() {
      var connections =
          Arrays.stream(sent).mapToObj(Long::toString).collect(Collectors.joining(" "));
      return BEGIN
          + String.join(
              "\n",
              connections,
              Long.toString(accepted),
              Long.toString(refused),
              Long.toString(pushedBack),
              Boolean.toString(ranOut),
              Long.toString(sendNanos),
              Long.toString(wholeNanos),
              Long.toString(p50Micros),
              Long.toString(p99Micros),
              Long.toString(cpuNanos),
              Long.toString(peakBytes),
              firstRefusal)
          + "\n";
    }
  }
}
