package org.ledgerstone.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.testing.Figures;

/** Writes the page from the lines of {@link Figures} of one build. */
public final class Page {

  private static final String HEAD =
      """
      # Reliability

      What was tried on purpose in one build of commit %s, and how often it went wrong. This page is
      written by the tests themselves, misses included; `.ci/run` leaves the one of its commit in
      `target/RELIABILITY.md`. Tried on %s.

      Where nothing went wrong in n independent trials, the chance that one goes wrong is below 3/n with
      95 %% confidence (the rule of three: J. A. Hanley, A. Lippman-Hand, JAMA 249, 1983). That is the last column: zero
      out of a few is little, and it is no statement about what was not tried.

      | tried | on | times | went wrong | so below | by |
      |---|---|---:|---:|---:|---|
      """;

  private static final String RECOVERY =
      """

      ## Recovery time

      From the start of a node that was killed just after its newest block until it is healthy, by the
      length of its chain: one start each, on a machine that ran other tests meanwhile. A start looks at the
      newest ten blocks and at nothing that grows.

      | on | blocks | ms |
      |---|---:|---:|
      """;

  private final List<Line> lines;

  private Page(List<Line> lines) {
    this.lines = lines;
  }

  /** A line of {@link Figures}. */
  private record Line(Figures.Of what, String where, String detail, long first, long second) {

    static Line parse(String text) {
      var parts = text.split(";", -1);
      return new Line(
          Figures.Of.valueOf(parts[0]),
          parts[1],
          parts[2],
          Long.parseLong(parts[3]),
          Long.parseLong(parts[4]));
    }
  }

  /** What a row counts, in words, and the tests that have. */
  private record Row(Figures.Of what, String words, String tests) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              Figures.Of.KILL,
              "SIGKILL of the service; wrong: something confirmed is lost, half there, or there"
                  + " twice",
              "`KillIT`, `KilledAtEveryStepIT`, `KilledWhileChangingIT`, `KilledWhileSigningIT`,"
                  + " `KilledWhileSubmittingIT`, `ThreeInstancesIT`"),
          new Row(
              Figures.Of.CONFIRMED,
              "transfers and blocks confirmed before one of these kills; wrong: lost",
              "`KillIT`, `KilledAtEveryStepIT`, `ThreeInstancesIT`"),
          new Row(
              Figures.Of.POSTGRES_KILL,
              "SIGKILL of PostgreSQL at a step of a batch or block",
              "`PostgresKilledIT`"),
          new Row(
              Figures.Of.PRIMARY_LOST,
              "primary killed, synchronous standby promoted",
              "`StandbyPromotedIT`"),
          new Row(Figures.Of.DISK_FULL, "disk full under load, then room again", "`DiskFullIT`"),
          new Row(Figures.Of.POWER_CUT, "power cut under load", "`PowerCutIT`"),
          new Row(
              Figures.Of.CONTEST,
              "eight transfers at once that spend the same money; wrong: not just one accepted",
              "`ContestTest`"),
          new Row(
              Figures.Of.BAD_REQUEST,
              "bad requests; wrong: let through, or refused in another way",
              "`HostileInputTest`"),
          new Row(
              Figures.Of.REFUSAL,
              "answers to these; wrong: not within a second, and asked again",
              "`HostileInputTest`"),
          new Row(
              Figures.Of.HONEST_CALL,
              "honest calls beside hostile clients; wrong: answered, but not within a second",
              "`HostileClientsIT`"),
          new Row(
              Figures.Of.MUTATION,
              "mutated inputs of a parser; wrong: a fault in place of a refusal",
              "`ParserFuzzTest`"),
          new Row(
              Figures.Of.HISTORY,
              "simulated histories of a few nodes; wrong: anything lost, doubled or not agreed on",
              "`SimulationTest`"));

  /**
   * Reads the lines and writes the page.
   *
   * @param arguments where the page goes
   */
  public static void main(String[] arguments) throws IOException {
    if (Files.exists(Figures.FILE)) {
      Files.writeString(Path.of(arguments[0]), of(Files.readAllLines(Figures.FILE), commit()));
    }
  }

  /** The commit that was built, as git has it. */
  private static String commit() {
    try {
      var git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12").start();
      return new String(git.getInputStream().readAllBytes()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a file as a page about this commit. */
  static String of(List<String> lines, String commit) {
    return new Page(lines.stream().map(Line::parse).toList()).text(commit);
  }

  private String text(String commit) {
    var text = new StringBuilder(HEAD.formatted("`" + commit + "`", versions()));
    ROWS.stream().flatMap(this::rows).forEach(row -> text.append(row).append('\n'));
    steps().forEach(row -> text.append(row).append('\n'));
    text.append(RECOVERY);
    recovery().forEach(row -> text.append(row).append('\n'));
    return text.toString();
  }

  private Stream<Line> of(Figures.Of what) {
    return lines.stream().filter(line -> line.what() == what);
  }

  private String versions() {
    return of(Figures.Of.VERSION)
        .map(line -> line.where() + " " + line.detail())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private Stream<String> rows(Row row) {
    var tried = new TreeMap<String, Long>();
    var wrong = new TreeMap<String, Long>();
    of(row.what())
        .forEach(line -> {
          tried.merge(line.where(), line.first(), Long::sum);
          wrong.merge(line.where(), line.second(), Long::sum);
        });
    return tried.isEmpty()
        ? Stream.of("| %s | | not tried | | | %s |".formatted(row.words(), row.tests()))
        : tried.keySet().stream().map(where -> row(row, where, tried.get(where), wrong.get(where)));
  }

  private static String row(Row row, String where, long tried, long wrong) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,d | %s | %s | %s |",
        row.words(),
        where,
        tried,
        wrong == 0 ? "0" : "**%,d**".formatted(wrong),
        wrong == 0 ? bound(tried) : "",
        row.tests());
  }

  /** The rule of three, as a share. */
  private static String bound(long tried) {
    double percent = 300.0 / tried;
    return percent >= 100
        ? "–"
        : String.format(Locale.ROOT, percent < 1 ? "%.2g %%" : "%.0f %%", percent);
  }

  private List<String> steps() {
    var killed = new TreeMap<String, List<String>>();
    of(Figures.Of.STEP)
        .forEach(line ->
            killed.computeIfAbsent(line.where(), where -> new ArrayList<>()).add(line.detail()));
    var rows = new ArrayList<String>();
    killed.forEach((where, names) ->
        rows.add(
            "| steps of the work at which it was killed | %s | %d of %d | | | `Step` |"
                .formatted(where, names.stream().distinct().count(), Step.values().length)));
    return rows;
  }

  private List<String> recovery() {
    return of(Figures.Of.RECOVERY)
        .map(line ->
            "| %s | %,d | %,d |"
                .formatted(line.where(), Long.parseLong(line.detail()), line.second()))
        .toList();
  }
}
