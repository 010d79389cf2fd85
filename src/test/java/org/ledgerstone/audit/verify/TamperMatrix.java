package org.ledgerstone.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done to which column, and what was found of it. */
final class TamperMatrix {

  /**
   * One change and what came of it.
   *
   * @param what column or table
   * @param change in words
   * @param detected whether anything was found
   * @param row whether a finding names the table and the row
   * @param column whether it names the column as well
   * @param value whether it names what was there before
   */
  record Tried(
      String what, String change, boolean detected, boolean row, boolean column, boolean value) {}

  private final Map<String, List<Tried>> tried = new TreeMap<>();
  private final Map<String, String> reasons = new TreeMap<>();

  void add(Tried one) {
    tried.computeIfAbsent(one.what(), what -> new ArrayList<>()).add(one);
  }

  /** Nothing is expected to be found there. */
  void cannotMatter(String what, String reason) {
    reasons.put(what, reason);
  }

  List<Tried> all() {
    return tried.values().stream().flatMap(List::stream).toList();
  }

  /** As a table in Markdown. */
  String text() {
    var text =
        new StringBuilder(
            "| changed | times | detected | row named | column named | was named |\n"
                + "|---|---|---|---|---|---|\n");
    tried.forEach((what, all) ->
        text.append(
            "| `%s` | %d | %d | %d | %d | %d |\n"
                .formatted(
                    what,
                    all.size(),
                    all.stream().filter(Tried::detected).count(),
                    all.stream().filter(Tried::row).count(),
                    all.stream().filter(Tried::column).count(),
                    all.stream().filter(Tried::value).count())));
    text.append("\n| not looked at | why |\n|---|---|\n");
    reasons.forEach((what, why) -> text.append("| `%s` | %s |\n".formatted(what, why)));
    return text.toString();
  }
}
