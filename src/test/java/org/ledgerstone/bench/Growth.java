package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How the rates change as something grows: one curve after the other, each in turns. */
final class Growth {

  private static final double WARMUP_SECONDS = 5;
  private static final int READ_SECONDS = 2;
  private static final int READS_PER_SECOND_MAX = 2_000;
  private static final double PAGE_MILLIS = 20;
  private static final double LONG_CHAIN_SHARE = 0.8;
  private static final double FLAT = 1.25;

  private final Options options;
  private final Postgres server;
  private final Path directory;
  private final Consumer<String> say;

  /**
   * @param directory where the drawings go
   * @param say takes the tables
   */
  Growth(Options options, Postgres server, Path directory, Consumer<String> say) {
    this.options = options;
    this.server = server;
    this.directory = directory;
    this.say = say;
  }

  /** All curves. */
  void run(Running running) throws Exception {
    say.accept("\nGrowth: medians of %d turns of %.0f s\n".formatted(turns(), seconds()));
    var world = world(options.accounts());
    try (var ledger = start("growth", world, options.blockInterval)) {
      warmUp(ledger);
      batchSizes(ledger);
      hotShares(ledger);
    }
    try (var ledger = start("sealing", world, "off")) {
      blockSizes(ledger);
    }
    accounts();
    chains(world, running);
  }

  private int turns() {
    return options.rounds();
  }

  private double seconds() {
    return Math.max(1, options.seconds() / 3);
  }

  private World world(int accounts) {
    return new World(accounts, options.blockLimit);
  }

  private MeasuredLedger start(String name, World world, String interval) throws Exception {
    var settings =
        new Settings(options.accounts(), options.blockLimit, interval, options.javaOptions, false);
    return MeasuredLedger.start(name, options.serviceJar, world, settings, server);
  }

  private Measurement send(MeasuredLedger ledger, Traffic traffic, int batch, double seconds)
      throws IOException, InterruptedException {
    return ledger.takesBatches()
        ? ledger.transfer(traffic, options.form, batch, options.batchClients, seconds)
        : ledger.transfer(traffic, Form.SINGLE, 1, options.clients, seconds);
  }

  private void warmUp(MeasuredLedger ledger) throws IOException, InterruptedException {
    send(ledger, Traffic.UNIFORM, options.batch, Math.min(WARMUP_SECONDS, 2 * seconds()));
  }

  /** Measures something that takes a number, all numbers by turns; the figures by number. */
  private Map<Long, Series.Spread> byTurns(List<Long> numbers, Figure figure) throws Exception {
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

  private interface Figure {
    double of(long number) throws Exception;
  }

  private void batchSizes(MeasuredLedger ledger) throws Exception {
    if (ledger.takesBatches()) {
      draw(
          "batch-size",
          new Axes(
              "Transfers by size of the batch",
              "transfers in a batch",
              "transfers per second",
              true),
          byTurns(
              List.of(1L, 10L, 100L, 1_000L, 10_000L),
              size -> send(ledger, Traffic.UNIFORM, (int) size, seconds()).perSecond()));
    }
  }

  private void hotShares(MeasuredLedger ledger) throws Exception {
    draw(
        "hot-account",
        new Axes(
            "Transfers by share of one receiver",
            "share of the one receiver (%)",
            "transfers per second",
            false),
        byTurns(
            List.of(0L, 25L, 50L, 75L, 100L),
            share ->
                send(ledger, Traffic.hotReceiver((int) share), options.batch, seconds())
                    .perSecond()));
  }

  private void blockSizes(MeasuredLedger ledger) throws Exception {
    if (!ledger.takesBatches()) {
      return;
    }
    for (int i = 0; i < 20; i++) {
      ledger.admit(1000);
      ledger.seal();
    }
    var micros =
        byTurns(
            LongStream.of(10, 100, 1_000, 10_000)
                .filter(n -> n <= options.blockLimit)
                .boxed()
                .toList(),
            size -> sealMicros(ledger, (int) size));
    draw(
        "block-size",
        new Axes(
            "Sealing by size of the block",
            "transfers in a block",
            "microseconds per transfer",
            true),
        micros);
    double first = micros.values().iterator().next().median();
    double worst = micros.values().stream().mapToDouble(Series.Spread::median).max().orElse(first);
    say.accept(
        mark("sealing cost per transfer, worst / in blocks of 10", worst / first, FLAT, false));
  }

  private double sealMicros(MeasuredLedger ledger, int size) throws IOException {
    int blocks = Math.max(2, Math.min(50, 5_000 / size));
    long nanos = 0;
    for (int i = 0; i < blocks; i++) {
      ledger.admit(size);
      nanos += ledger.seal();
    }
    return nanos / 1e3 / blocks / size;
  }

  private void accounts() throws Exception {
    var found = new LinkedHashMap<Long, Series.Spread>();
    for (long count = 1_000; count <= options.accountsMax; count *= 10) {
      try (var ledger = start("accounts" + count, world((int) count), options.blockInterval)) {
        warmUp(ledger);
        found.putAll(
            byTurns(
                List.of(count),
                n -> send(ledger, Traffic.UNIFORM, options.batch, seconds()).perSecond()));
      }
      server.execute(Postgres.USER, "drop database accounts" + count);
    }
    draw(
        "accounts",
        new Axes("Transfers by number of accounts", "accounts", "transfers per second", true),
        found);
  }

  private void chains(World world, Running running) throws Exception {
    var ledgers = new LinkedHashMap<Long, MeasuredLedger>();
    for (long length = 0; length <= options.chainMax; length = longer(length)) {
      var ledger = running.keep(start("chain" + length, world, options.blockInterval));
      if (length > 0) {
        ledger.lengthen(length);
      }
      warmUp(ledger);
      ledgers.put(ledger.tables().transactions(), ledger);
    }
    say.accept(
        "The chains of %s transfers: the first as a service makes it while it warms up, the others"
                .formatted(ledgers.keySet())
            + " with rows of the same shape, filled in by SQL, below that.");
    var rates =
        byTurns(
            List.copyOf(ledgers.keySet()),
            length ->
                send(ledgers.get(length), Traffic.UNIFORM, options.batch, seconds()).perSecond());
    draw(
        "chain",
        new Axes(
            "Transfers by length of the chain",
            "transfers in the chain",
            "transfers per second",
            true),
        rates);
    var spreads = List.copyOf(rates.values());
    say.accept(
        mark(
            "rate on the longest chain / on the shortest",
            spreads.getLast().median() / spreads.getFirst().median(),
            LONG_CHAIN_SHARE,
            true));
    var pages = new ArrayList<Chart.Line>();
    for (var question : Question.values()) {
      pages.add(new Chart.Line(question.label, read(question, ledgers)));
    }
    var chart =
        new Chart(
            "Reading by length of the chain", "transfers in the chain", "p99 (ms)", true, pages);
    Files.writeString(directory.resolve("reading.svg"), chart.svg());
  }

  private long longer(long length) {
    return length == 0 ? ChainFill.step(options.accounts()) : length * 10;
  }

  /** What is read from a long chain. */
  private enum Question {
    THEN("?at="),
    STATEMENT("statement"),
    THEN_BUSY("?at=, busiest"),
    STATEMENT_BUSY("statement, busiest");

    private final String label;

    Question(String label) {
      this.label = label;
    }

    String path(World world, SplittableRandom random, long blocks) {
      boolean busy = this == THEN_BUSY || this == STATEMENT_BUSY;
      int account = busy ? world.accounts() : random.nextInt(world.accounts());
      var path = "/api/v1/accounts/" + world.wallets().shown(account);
      return this == STATEMENT || this == STATEMENT_BUSY
          ? path + "/transactions"
          : path + "?at=" + (1 + random.nextLong(blocks));
    }
  }

  private List<Chart.Point> read(Question question, Map<Long, MeasuredLedger> ledgers)
      throws Exception {
    var points = new ArrayList<Chart.Point>();
    for (var entry : ledgers.entrySet()) {
      var ledger = entry.getValue();
      long blocks = ledger.tables().blocks();
      Stock.PathsOf paths =
          connection -> {
            var random = new SplittableRandom(connection);
            return () ->
                Stream.generate(() -> question.path(ledger.world(), random, blocks))
                    .limit(READS_PER_SECOND_MAX * READ_SECONDS)
                    .iterator();
          };
      ledger.read(paths, 1, READ_SECONDS); // warms up
      var found = ledger.read(paths, 1, READ_SECONDS);
      points.add(
          new Chart.Point(entry.getKey(), found.p99Millis(), found.p50Millis(), found.p99Millis()));
      say.accept(
          "%s with %,d in the chain: p50 %.2f ms; %s"
              .formatted(
                  question.label,
                  entry.getKey(),
                  found.p50Millis(),
                  mark("p99 (ms)", found.p99Millis(), PAGE_MILLIS, false)));
    }
    return points;
  }

  private static String mark(String name, double found, double target, boolean atLeast) {
    boolean reached = atLeast ? found >= target : found <= target;
    return "%s: %.2f, target %s %.2f, reached: %s"
        .formatted(name, found, atLeast ? "≥" : "≤", target, reached ? "yes" : "no");
  }

  private record Axes(String title, String across, String up, boolean powersOfTen) {}

  private void draw(String file, Axes axes, Map<Long, Series.Spread> figures) throws IOException {
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
    var chart =
        new Chart(
            axes.title(),
            axes.across(),
            axes.up(),
            axes.powersOfTen(),
            List.of(new Chart.Line(axes.title(), points)));
    Files.writeString(directory.resolve(file + ".svg"), chart.svg());
    say.accept(Report.table(rows) + "\n![" + axes.title() + "](" + file + ".svg)\n");
  }
}
