package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Ledgers whose chains are of different lengths, side by side. */
final class LongChains {

  private static final int READ_SECONDS = 2;
  private static final int READS_PER_SECOND_MAX = 2_000;
  private static final double PAGE_MILLIS = 20;
  private static final double LONG_CHAIN_SHARE = 0.8;
  private static final String ACROSS = "transfers in the chain";

  private final Curves curves;
  private final World world;
  private final Map<Long, MeasuredLedger> ledgers = new LinkedHashMap<>();

  LongChains(Curves curves, World world) {
    this.curves = curves;
    this.world = world;
  }

  void run() throws Exception {
    start();
    var rates = curves.byTurns(List.copyOf(ledgers.keySet()), n -> curves.rate(ledgers.get(n)));
    curves.draw(
        "chain",
        new Curves.Axes("Transfers by length of the chain", ACROSS, "transfers per second", true),
        rates);
    var spreads = List.copyOf(rates.values());
    curves.say(
        Curves.mark(
            "rate on the longest chain / on the shortest",
            spreads.getLast().median() / spreads.getFirst().median(),
            LONG_CHAIN_SHARE,
            true));
    reading();
    for (var ledger : ledgers.values()) {
      curves.check(ledger);
    }
  }

  private void start() throws Exception {
    var options = curves.options();
    for (long filled = 0; filled <= options.chainMax; filled = longer(filled)) {
      var ledger = curves.start("chain" + filled, world, options.blockInterval);
      if (filled > 0) {
        ledger.lengthen(filled);
      }
      curves.warmUp(ledger);
      ledgers.put(ledger.tables().transactions(), ledger);
    }
    curves.say(
        ("Chains of %s transfers among %,d accounts, measured in turns. The first is as short as a"
             + " service's that has warmed up; the others were filled by SQL with rows of the same"
             + " shape first.\n")
            .formatted(ledgers.keySet(), world.accounts()));
  }

  private long longer(long filled) {
    return filled == 0 ? ChainFill.step(world.accounts()) : filled * 10;
  }

  private void reading() throws Exception {
    var lines = new ArrayList<Chart.Line>();
    for (var question : Question.values()) {
      lines.add(new Chart.Line(question.label, read(question)));
    }
    curves.draw(
        "reading",
        new Curves.Axes("Reading by length of the chain", ACROSS, "milliseconds, p50 to p99", true),
        lines);
  }

  /** What is read from a long chain. */
  private enum Question {
    BALANCE_THEN("?at="),
    STATEMENT("statement"),
    BUSIEST_THEN("?at=, busiest"),
    BUSIEST_STATEMENT("statement, busiest");

    private final String label;

    Question(String label) {
      this.label = label;
    }

    String path(World world, SplittableRandom random, long blocks) {
      boolean busiest = this == BUSIEST_THEN || this == BUSIEST_STATEMENT;
      int account = busiest ? world.accounts() : random.nextInt(world.accounts());
      var path = "/api/v1/accounts/" + world.wallets().shown(account);
      return this == STATEMENT || this == BUSIEST_STATEMENT
          ? path + "/transactions"
          : path + "?at=" + (1 + random.nextLong(blocks));
    }
  }

  private List<Chart.Point> read(Question question) throws Exception {
    var points = new ArrayList<Chart.Point>();
    for (var entry : ledgers.entrySet()) {
      var ledger = entry.getValue();
      long blocks = ledger.tables().blocks();
      Stock.PathsOf paths = connection -> paths(question, connection, blocks);
      ledger.read(paths, 1, READ_SECONDS); // warms up
      var found = ledger.read(paths, 1, READ_SECONDS);
      points.add(
          new Chart.Point(entry.getKey(), found.p99Millis(), found.p50Millis(), found.p99Millis()));
      curves.say(
          "%s with %,d in the chain: p50 %.2f ms; %s"
              .formatted(
                  question.label,
                  entry.getKey(),
                  found.p50Millis(),
                  Curves.mark("p99 (ms)", found.p99Millis(), PAGE_MILLIS, false)));
    }
    return points;
  }

  private Iterable<String> paths(Question question, int connection, long blocks) {
    var random = new SplittableRandom(connection);
    return () ->
        Stream.generate(() -> question.path(world, random, blocks))
            .limit(READS_PER_SECOND_MAX * READ_SECONDS)
            .iterator();
  }
}
