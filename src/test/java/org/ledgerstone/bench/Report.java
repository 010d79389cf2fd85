package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts what was measured into tables, which read as text and as Markdown. */
final class Report {

  private Report() {}

  /** One turn, as it is over. */
  static String turn(int round, Part part, Measurement one) {
    var latency =
        Double.isNaN(one.p50Millis())
            ? ""
            : "p50 %8.2f ms   p99 %8.2f ms".formatted(one.p50Millis(), one.p99Millis());
    var longest =
        one.waits()
            .map(waits ->
                "longest %.2f ms, pause %.2f ms, %d blocks  "
                    .formatted(waits.longestMillis(), waits.silentMillis(), waits.blocks()))
            .orElse("");
    return "%d  %-46s %9.0f/s   %s   %s"
        .formatted(round + 1, part.title(), one.perSecond(), latency, longest + one.note())
        .stripTrailing();
  }

  /** The medians over the turns, with the least and the most of the rates. */
  static String rates(List<Series> series) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "",
            "per second",
            "least",
            "most",
            "p50 ms",
            "p99 ms",
            "longest pause ms",
            "CPU s: service",
            "database",
            "generator",
            ""));
    for (var one : series) {
      var rates = one.rates();
      rows.add(
          List.of(
              one.part().title(),
              whole(rates.median()),
              whole(rates.least()),
              whole(rates.most()),
              fine(one.of(Measurement::p50Millis).median()),
              fine(one.of(Measurement::p99Millis).median()),
              fine(one.of(Measurement::pauseMillis).most()),
              fine(one.of(turn -> turn.cpu().service()).median()),
              fine(one.of(turn -> turn.cpu().database()).median()),
              fine(one.of(turn -> turn.cpu().generator()).median()),
              notes(one)));
    }
    return table(rows);
  }

  private static String notes(Series series) {
    return series.turns().stream()
        .map(Measurement::note)
        .filter(note -> !note.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** What is asked for, and what came of it. */
  static String targets(List<Targets.Verdict> verdicts) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", "median", "least", "most", "target", "reached"));
    for (var verdict : verdicts) {
      rows.add(
          List.of(
              verdict.name(),
              fine(verdict.found().median()),
              fine(verdict.found().least()),
              fine(verdict.found().most()),
              (verdict.bound().atMost() ? "≤ " : "≥ ") + fine(verdict.bound().mark()),
              verdict.reached() ? "yes" : "no"));
    }
    return table(rows);
  }

  /** One build by the other, turn by turn. */
  static String comparison(Map<Subject, Series> service, Map<Subject, Series> baseline) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("service / baseline", "median", "least", "most"));
    baseline.forEach((subject, series) -> {
      var ours = service.get(subject);
      if (ours != null && ours != series) {
        var ratio = ours.by(series);
        rows.add(
            List.of(
                subject.title(), fine(ratio.median()), fine(ratio.least()), fine(ratio.most())));
      }
    });
    return table(rows);
  }

  static String table(List<List<String>> rows) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (int n = 0; n < rows.size(); n++) {
      for (int i = 0; i < widths.length; i++) {
        var cell = rows.get(n).get(i);
        var blanks = " ".repeat(widths[i] - cell.length());
        text.append(i == 0 ? "| " + cell + blanks : " | " + blanks + cell);
      }
      text.append(" |\n");
      if (n == 0) {
        for (int i = 0; i < widths.length; i++) {
          text.append(i == 0 ? "|-" : "|-").append("-".repeat(widths[i]));
          text.append(i == 0 ? "-" : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  private static String whole(double figure) {
    return "%,d".formatted(Math.round(figure)).replace(',', ' ');
  }

  static String fine(double figure) {
    return Double.isNaN(figure) ? "" : "%.2f".formatted(figure);
  }
}
