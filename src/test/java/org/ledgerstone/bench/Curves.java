package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What all curves have in common: ledgers to measure, turns, tables and drawings. */
final class Curves {

  /** Of more at once than this and a batch the service would have some come again. */
  private static final int TAKEN_IN_HAND = 50_000;

  private static final double WARMUP_SECONDS = 5;

  private final Options options;
  private final Postgres server;
  private final Running running;
  private final Path drawings;
  private final Consumer<String> say;
  private boolean right = true;

  /**
   * @param drawings the directory where they go
   * @param say takes the tables
   */
  Curves(Options options, Postgres server, Running running, Path drawings, Consumer<String> say) {
    this.options = options;
    this.server = server;
    this.running = running;
    this.drawings = drawings;
    this.say = say;
  }

  Options options() {
    return options;
  }

  void say(String text) {
    say.accept(text);
  }

  int turns() {
    return options.rounds();
  }

  /** How long a turn is: shorter than those of the parts, since there are so many. */
  double seconds() {
    return Math.max(1, options.seconds() / 3);
  }

  World world(int accounts) {
    return new World(accounts, options.blockLimit);
  }

  MeasuredLedger start(String name, World world, String blockInterval) throws Exception {
    var settings =
        new Settings(
            world.accounts(),
            options.blockLimit,
            blockInterval,
            options.javaOptions,
            options.jfr,
            !blockInterval.equals("off"));
    return running.keep(
        MeasuredLedger.start(
            name, options.serviceJar, world, settings, server, running.directory()));
  }

  /** One turn of batches, or of single requests where there are no batches. */
  double rate(MeasuredLedger ledger, Traffic traffic, int batch, double seconds)
      throws IOException, InterruptedException {
    return (ledger.takesBatches()
            ? ledger.transfer(
                traffic,
                options.form,
                batch,
                Math.min(options.batchClients, TAKEN_IN_HAND / batch),
                seconds)
            : ledger.transfer(traffic, Form.SINGLE, 1, options.clients, seconds))
        .perSecond();
  }

  /** The same, uniform and of the usual size. */
  double rate(MeasuredLedger ledger) throws IOException, InterruptedException {
    return rate(ledger, Traffic.UNIFORM, options.batch, seconds());
  }

  void warmUp(MeasuredLedger ledger) throws IOException, InterruptedException {
    rate(ledger, Traffic.UNIFORM, options.batch, Math.min(WARMUP_SECONDS, 2 * seconds()));
  }

  /** Looks whether the ledger has lost nothing. */
  void check(MeasuredLedger ledger) throws SQLException {
    for (var fault : ledger.faults()) {
      right = false;
      say(ledger.name() + ": WRONG: " + fault);
    }
  }

  /** Whether no ledger that was looked at has lost anything. */
  boolean right() {
    return right;
  }

  void drop(MeasuredLedger ledger) throws SQLException, InterruptedException {
    ledger.close();
    server.execute(Postgres.USER, "drop database " + ledger.name() + " with (force)");
  }

  /** What is measured for a number. */
  interface Figure {
    double of(long number) throws Exception;
  }

  /** Measures all numbers in turns; the figures by number. */
  Map<Long, Series.Spread> byTurns(List<Long> numbers, Figure figure) throws Exception {
    var found = new LinkedHashMap<Long, List<Double>>();
    for (int turn = 0; turn < turns(); turn++) {
      for (long number : numbers) {
        found.computeIfAbsent(number, n -> new ArrayList<>()).add(figure.of(number));
      }
    }
    var spreads = new LinkedHashMap<Long, Series.Spread>();
    found.forEach((number, figures) ->
        spreads.put(number, Series.Spread.of(figures.stream().mapToDouble(Double::doubleValue))));
    return spreads;
  }

  /** What a drawing says beside its line. */
  record Axes(String title, String across, String up, boolean powersOfTen) {}

  /** A table and a drawing of one line. */
  void draw(String file, Axes axes, Map<Long, Series.Spread> figures) throws IOException {
    var points = new ArrayList<Chart.Point>();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(axes.across(), axes.up(), "least", "most"));
    figures.forEach((x, spread) -> {
      points.add(new Chart.Point(x, spread.median(), spread.least(), spread.most()));
      rows.add(
          List.of(
              Long.toString(x),
              "%.1f".formatted(spread.median()),
              "%.1f".formatted(spread.least()),
              "%.1f".formatted(spread.most())));
    });
    say(Report.table(rows));
    draw(file, axes, List.of(new Chart.Line(axes.title(), points)));
  }

  /** A drawing. */
  void draw(String file, Axes axes, List<Chart.Line> lines) throws IOException {
    var chart = new Chart(axes.title(), axes.across(), axes.up(), axes.powersOfTen(), lines);
    Files.writeString(drawings.resolve(file + ".svg"), chart.svg());
    say("![%s](%s.svg)\n".formatted(axes.title(), file));
  }

  /** What was found and what is asked for. */
  static String mark(String name, double found, double target, boolean atLeast) {
    boolean reached = atLeast ? found >= target : found <= target;
    return "%s: %.2f, target %s %.2f, reached: %s"
        .formatted(name, found, atLeast ? "≥" : "≤", target, reached ? "yes" : "no");
  }
}
