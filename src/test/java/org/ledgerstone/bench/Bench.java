package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Starts everything, gives every part its turns, and says what came of it. */
@CommandLine.Command(name = "bench")
final class Bench implements Callable<Integer> {

  @Mixin private final Options options = new Options();
  private final List<Series> series = new ArrayList<>();

  /** See {@code ./bench --help}. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(
        new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(Path.of("target", "bench"));
    try (var running = new Running()) {
      var server = running.keep(Postgres.start());
      System.out.println("PostgreSQL from " + server.origin() + ": " + server.settings());
      var ledgers = startLedgers(running, server);
      var parts = parts(ledgers);
      measure(parts);
      return report(ledgers);
    }
  }

  private List<MeasuredLedger> startLedgers(Running running, Postgres server) throws Exception {
    var world = new World(options.accounts(), options.blockLimit);
    var ledgers = new ArrayList<MeasuredLedger>();
    ledgers.add(start(running, "service", options.serviceJar, world, server));
    if (options.baselineJar.isPresent()) {
      ledgers.add(start(running, "baseline", options.baselineJar.get(), world, server));
    }
    return ledgers;
  }

  private MeasuredLedger start(Running running, String name, Path jar, World world, Postgres server)
      throws Exception {
    if (!Files.exists(jar)) {
      throw new IOException("There is no " + jar);
    }
    var ledger = running.keep(MeasuredLedger.start(name, jar, world, options.settings(), server));
    if (!ledger.takesBatches()) {
      System.out.println(name + ": has no call for batches; their transfers go one by one");
    }
    warmUp(ledger);
    return ledger;
  }

  private void warmUp(MeasuredLedger ledger) throws Exception {
    if (options.warmup() > 0) {
      var warm = batches(ledger, Traffic.UNIFORM, options.warmup());
      System.out.printf("%s: warmed up, %.0f/s%n", ledger.name(), warm.perSecond());
    }
  }

  private List<Part> parts(List<MeasuredLedger> ledgers) {
    var parts = new ArrayList<Part>();
    for (var ledger : ledgers) {
      var who = ledgers.size() == 1 ? "" : ", " + ledger.name();
      if (options.has("batch")) {
        for (var traffic : traffics()) {
          parts.add(
              new Part(
                  "batches of " + options.batch + ", " + traffic.label() + who,
                  seconds -> batches(ledger, traffic, seconds)));
        }
      }
    }
    return parts;
  }

  private List<Traffic> traffics() {
    return options.hot
        ? List.of(Traffic.UNIFORM, Traffic.HOT_SENDER, Traffic.HOT_RECEIVER)
        : List.of(Traffic.UNIFORM);
  }

  private Measurement batches(MeasuredLedger ledger, Traffic traffic, double seconds)
      throws IOException, InterruptedException {
    return ledger.takesBatches()
        ? ledger.transfer(traffic, options.form, options.batch, options.batchClients, seconds)
        : ledger.transfer(traffic, Form.SINGLE, 1, options.clients, seconds);
  }

  private void measure(List<Part> parts) throws Exception {
    parts.forEach(part -> series.add(new Series(part.name())));
    for (int round = 0; round < options.rounds(); round++) {
      for (int i = 0; i < parts.size(); i++) {
        var taken = parts.get(i).turn().take(options.seconds());
        series.get(i).add(taken);
        System.out.println(Report.line(round, parts.get(i).name(), taken));
      }
    }
  }

  private int report(List<MeasuredLedger> ledgers) throws Exception {
    System.out.println();
    System.out.println(Report.table(series));
    int faults = 0;
    for (var ledger : ledgers) {
      for (var fault : ledger.faults()) {
        faults++;
        System.out.println(ledger.name() + ": WRONG: " + fault);
      }
      System.out.printf(
          "%s: %d transfers confirmed, all valid: %s; peak memory %d MiB, its generator %d MiB%n",
          ledger.name(),
          ledger.transfers(),
          faults == 0 ? "yes" : "NO",
          ledger.peakBytes() >> 20,
          ledger.generatorPeakBytes() >> 20);
    }
    return faults == 0 ? 0 : 1;
  }
}
