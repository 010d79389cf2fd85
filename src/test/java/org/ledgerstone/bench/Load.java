package org.ledgerstone.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the generator is to do.
 *
 * @param stock the directory of the requests
 * @param millis how long to send; 0 for all that there is
 * @param betweenNanos from when one request is due to when the next one is, over all connections; 0
 *     where a connection sends the next as soon as it has its answer
 * @param waits whether to wait until all is in blocks
 */
record Load(
    int port,
    String stock,
    Form form,
    int connections,
    long millis,
    long betweenNanos,
    boolean waits) {

  static Load parse(List<String> words) {
    return new Load(
        Integer.parseInt(words.get(0)),
        words.get(1),
        Form.valueOf(words.get(2)),
        Integer.parseInt(words.get(3)),
        Long.parseLong(words.get(4)),
        Long.parseLong(words.get(5)),
        Boolean.parseBoolean(words.get(6)));
  }

  List<String> words() {
    return List.of(
        Integer.toString(port),
        stock,
        form.name(),
        Integer.toString(connections),
        Long.toString(millis),
        Long.toString(betweenNanos),
        Boolean.toString(waits));
  }

  /**
   * What came of it.
   *
   * @param sent how many items each connection has sent and got an answer to
   * @param refused how many of them were not taken, for good
   * @param pushedBack how many requests had to be sent again because the service was busy
   * @param ranOut whether the stock did not last
   * @param sendNanos from the first request to the last answer
   * @param wholeNanos from the first request until all was in blocks, if that was waited for
   * @param maxMicros the longest latency, which counts from when a request was due
   * @param silentMicros the longest time in which somebody waited and nobody was answered
   * @param lateMicros by how much a request was sent late at most though its connection was free
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
      long p999Micros,
      long maxMicros,
      long silentMicros,
      long lateMicros,
      long cpuNanos,
      long peakBytes,
      String firstRefusal) {

    private static final int LINES = 16;

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
          Long.parseLong(lines[11]),
          Long.parseLong(lines[12]),
          Long.parseLong(lines[13]),
          Long.parseLong(lines[14]),
          lines[15].strip());
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
              Long.toString(p999Micros),
              Long.toString(maxMicros),
              Long.toString(silentMicros),
              Long.toString(lateMicros),
              Long.toString(cpuNanos),
              Long.toString(peakBytes),
              firstRefusal)
          + "\n";
    }
  }
}
