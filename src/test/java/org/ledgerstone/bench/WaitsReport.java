package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of requests that came when they were due. */
final class WaitsReport {

  private WaitsReport() {}

  /** Medians over the turns; of what is longest also the least and the most. */
  static String table(List<Series> series) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "longest ms",
            "least",
            "most",
            "longest pause ms",
            "least",
            "most",
            "sent late ms",
            "blocks",
            "transfers in each",
            "longest steps of a group, ms"));
    for (var one : series) {
      var longest = one.ofWaits(Waits::longestMillis);
      var pause = one.ofWaits(Waits::silentMillis);
      rows.add(
          List.of(
              one.part().title(),
              Report.fine(one.of(Measurement::p50Millis).median()),
              Report.fine(one.of(Measurement::p99Millis).median()),
              Report.fine(one.ofWaits(Waits::p999Millis).median()),
              Report.fine(longest.median()),
              Report.fine(longest.least()),
              Report.fine(longest.most()),
              Report.fine(pause.median()),
              Report.fine(pause.least()),
              Report.fine(pause.most()),
              Report.fine(one.ofWaits(Waits::lateMillis).most()),
              Report.fine(one.ofWaits(Waits::blocks).median()),
              Report.fine(one.ofWaits(Waits::perBlock).median()),
              steps(one)));
    }
    return Report.table(rows);
  }

  private static String steps(Series series) {
    Map<String, Double> longest = new LinkedHashMap<>();
    series.turns().stream()
        .flatMap(turn -> turn.waits().stream())
        .forEach(waits -> waits.steps().forEach((step, ms) -> longest.merge(step, ms, Math::max)));
    var words = new ArrayList<String>();
    longest.forEach((step, millis) -> words.add("%s %.0f".formatted(step, millis)));
    return String.join(", ", words);
  }
}
