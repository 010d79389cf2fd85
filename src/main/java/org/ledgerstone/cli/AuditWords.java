package org.ledgerstone.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** Audits in words. */
final class AuditWords {

  private AuditWords() {}

  /** How far one is; empty before it has begun to read. */
  static Optional<String> progress(Fields audit) {
    if (!audit.node().path("progress").isObject()) {
      return Optional.empty();
    }
    var progress = audit.object("progress");
    return Optional.of(
        "%s %%, %s transactions in %s blocks, %s a second%s"
            .formatted(
                progress.text("percent"),
                progress.text("transactions"),
                progress.text("blocks"),
                progress.text("transactionsPerSecond"),
                progress.maybe("secondsLeft").map(left -> ", " + left + " s left").orElse("")));
  }

  /** What came of one. */
  static void tell(CommandSpec spec, Fields audit) {
    switch (audit.text("status")) {
      case "PASSED" -> tellPassed(spec, audit);
      case "FINDINGS" -> tellFindings(spec, audit);
      case "INTERRUPTED" ->
          Words.warn(spec, "Somebody stopped it; the same command goes on from there.");
      default -> Words.warn(spec, "Not verified: " + audit.maybe("failure").orElse(""));
    }
  }

  private static void tellPassed(CommandSpec spec, Fields audit) {
    Words.say(
        spec,
        "Passed: everything is as it should be up to block %s %s"
            .formatted(audit.text("to"), audit.text("hash")));
    long from = audit.number("from");
    if (from > 1) {
      Words.say(spec, "Blocks before " + from + " were verified earlier; --full reads them again.");
    }
    tellHeldAgainst(spec, audit);
  }

  private static void tellHeldAgainst(CommandSpec spec, Fields audit) {
    var kept = audit.elements("heldAgainst");
    for (var one : kept) {
      Words.say(spec, "Held against " + one.asString());
    }
    if (kept.isEmpty()) {
      Words.say(
          spec,
          "Held against nothing from outside: a chain that was rewritten as a whole would pass.");
    }
  }

  private static void tellFindings(CommandSpec spec, Fields audit) {
    var found = audit.elements("findings");
    found.forEach(finding -> Words.say(spec, line(finding)));
    long more = audit.number("findingCount") - found.size();
    if (more > 0) {
      Words.say(spec, "and " + more + " more");
    }
    Words.say(
        spec,
        "Findings up to block %s: %s".formatted(audit.text("to"), audit.text("findingCount")));
  }

  private static String line(JsonNode node) {
    var finding = new Fields(node);
    return "%s %s, %s: %s, should be %s"
        .formatted(
            finding.text("table"),
            finding.text("key"),
            finding.text("column"),
            finding.text("found"),
            finding.text("expected"))
        .replaceAll("\\s", " ");
  }
}
