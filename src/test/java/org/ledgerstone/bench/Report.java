package org.ledgerstone.bench;

import java.util.List;

/** Puts what was measured into words. */
final class Report {

  private Report() {}

  /** One turn. */
  static String line(int round, String name, Measurement one) {
    return "%d  %-44s %10.0f/s  p50 %8.2f ms  p99 %8.2f ms  CPU s: service %.1f, database %.1f, generator %.1f %s"
        .formatted(
            round + 1,
            name,
            one.perSecond(),
            one.p50Millis(),
            one.p99Millis(),
            one.cpu().service(),
            one.cpu().database(),
            one.cpu().generator(),
            one.note());
  }

  /** The medians. */
  static String table(List<Series> series) {
    var text = new StringBuilder();
    text.append(
        "%-44s %10s %10s %10s %9s %9s%n"
            .formatted("", "median/s", "least/s", "most/s", "p50 ms", "p99 ms"));
    for (var one : series) {
      text.append(
          "%-44s %10.0f %10.0f %10.0f %9.2f %9.2f%n"
              .formatted(
                  one.name(),
                  one.rate(),
                  one.least(),
                  one.most(),
                  one.median(Measurement::p50Millis),
                  one.median(Measurement::p99Millis)));
    }
    return text.toString();
  }
}
