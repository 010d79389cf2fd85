package org.ledgerstone.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be said on the command line. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Measures the packaged service, PostgreSQL alone and bare signature checks, in turns, on one"
          + " server that confirms nothing before it is durable.",
      "Writes target/bench/report.md. Where there is no pgbench and root asks, PostgreSQL is"
          + " installed by apt-get first; without pgbench its parts are left out."
    })
final class Options {

  static final String PARTS = "tpcb, function, recover, batch, single, read, pause";
  static final String CURVES =
      "batch-size, hot-account, block-size, accounts, catch-up, audit, proofs, chain";

  @Option(
      names = "--quick",
      description = "Everything but pause once and short, in less than a minute.")
  boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these parts: " + PARTS + "; with --growth, these: " + CURVES + ".")
  List<String> only = List.of();

  @Option(names = "--rounds", description = "How often each part has its turn (3; quick: 1).")
  Optional<Integer> rounds = Optional.empty();

  @Option(names = "--seconds", description = "How long a turn is (30; quick: 2).")
  Optional<Double> seconds = Optional.empty();

  @Option(
      names = "--warmup",
      description = "Seconds of batches before the first turn (20; quick: 3).")
  Optional<Double> warmup = Optional.empty();

  @Option(names = "--accounts", description = "How many accounts (100000; quick: 10000).")
  Optional<Integer> accounts = Optional.empty();

  @Option(names = "--batch", description = "Transfers in a batch (${DEFAULT-VALUE}).")
  int batch = 1000;

  @Option(
      names = "--form",
      description = "JSON or NDJSON: how batches are written (${DEFAULT-VALUE}).")
  Form form = Form.JSON;

  @Option(
      names = "--batch-clients",
      description = "Connections that send batches (${DEFAULT-VALUE}).")
  int batchClients = 8;

  @Option(
      names = "--clients",
      description = "Connections that send single requests and read (${DEFAULT-VALUE}).")
  int clients = 64;

  @Option(
      names = "--hot",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether batches go to and from one hot account too.")
  boolean hot = true;

  @Option(names = "--block-limit", description = "Most transactions in a block (${DEFAULT-VALUE}).")
  int blockLimit = 10_000;

  @Option(names = "--block-interval", description = "LEDGER_BLOCK_INTERVAL (${DEFAULT-VALUE}).")
  String blockInterval = "100ms";

  @Option(
      names = "--pause-rate",
      description =
          "Transfers per second that come in batches of 100, when they are due and not when the"
              + " ones before are answered, for the part pause: how long admission lets them wait"
              + " while full blocks are sealed, and while nothing is (${DEFAULT-VALUE}).")
  int pauseRate = 5_000;

  @Option(names = "--service-jar", description = "The service (${DEFAULT-VALUE}).")
  Path serviceJar = Path.of("target", "ledgerstone.jar");

  @Option(
      names = "--baseline-jar",
      description = "Another build, measured in turns with the first.")
  Optional<Path> baselineJar = Optional.empty();

  @Option(
      names = "--java-option",
      description = "One more for the service's Java; may be repeated.")
  List<String> javaOptions = List.of();

  @Option(
      names = "--pause-collector",
      description =
          "The collector of the part pause, unless a --java-option names one (${DEFAULT-VALUE}).")
  String pauseCollector = "UseZGC";

  @Option(names = "--jfr", description = "The service records itself into target/bench/*.jfr.")
  boolean jfr;

  @Option(
      names = "--embedded",
      description = "Take the PostgreSQL that comes in a jar, even where one is installed.")
  boolean embedded;

  @Option(
      names = "--keep",
      description = "Leave server and service running at the end until Ctrl-C.")
  boolean keep;

  @Option(
      names = "--growth",
      description = "Only how the rates change as chain, accounts, batches and blocks grow.")
  boolean growth;

  @Option(
      names = "--chain-max",
      description = "The longest chain of the growth (${DEFAULT-VALUE}).")
  long chainMax = 10_000_000;

  @Option(
      names = "--accounts-max",
      description = "The most accounts of the growth (${DEFAULT-VALUE}).")
  int accountsMax = 1_000_000;

  @Option(
      names = "--write-docs",
      description = "Write the report into docs/performance, not target/bench.")
  boolean writeDocs;

  /** Whether parts take turns. */
  boolean turns() {
    return !growth;
  }

  /** Those of the parts asked for that there are not. */
  List<String> unknown() {
    var known = List.of((growth ? CURVES : PARTS).split(", "));
    return only.stream().filter(part -> !known.contains(part)).toList();
  }

  /** Whether curves are drawn. */
  boolean curves() {
    return growth || (!quick && only.isEmpty());
  }

  /** Whether a curve is wanted. */
  boolean hasCurve(String name) {
    return only.isEmpty() || only.contains(name);
  }

  /** What is measured, by name. */
  Map<String, Path> builds() {
    var builds = new LinkedHashMap<String, Path>();
    builds.put("service", serviceJar);
    baselineJar.ifPresent(jar -> builds.put("baseline", jar));
    return builds;
  }

  int rounds() {
    return rounds.orElse(quick ? 1 : 3);
  }

  double seconds() {
    return seconds.orElse(quick ? 2.0 : 30.0);
  }

  double warmup() {
    return warmup.orElse(quick ? 3.0 : 20.0);
  }

  int accounts() {
    return accounts.orElse(quick ? 10_000 : 100_000);
  }

  boolean has(Subject subject) {
    boolean hotBatch = subject == Subject.BATCH_HOT_SENDER || subject == Subject.BATCH_HOT_RECEIVER;
    boolean asked = only.isEmpty() ? !(quick && subject.isPause()) : only.contains(subject.part());
    return asked && (hot || !hotBatch);
  }

  /** What TPC-B is scaled by, so that its branches are not what it waits for. */
  int scale() {
    return quick ? 10 : 50;
  }

  /** Among which the best number of clients is looked for. */
  List<Integer> clientCounts() {
    return quick ? List.of(8, 32) : List.of(1, 2, 4, 8, 16, 32, 64);
  }

  /** How many turns each has for that. */
  int searchTurns() {
    return quick ? 1 : 2;
  }

  /** How long such a turn is. */
  double searchSeconds() {
    return quick ? 1 : 3;
  }

  /** What of this bears on the figures, in words. */
  String words() {
    return ("%,d accounts; at most %,d transactions a block, sealed every %s; batches of %,d as %s"
            + " over %d connections, from one hot sender over one; the rest over %d connections;"
            + " java -Xmx512m %s%s")
        .formatted(
            accounts(),
            blockLimit,
            blockInterval,
            batch,
            form,
            batchClients,
            clients,
            String.join(" ", javaOptions),
            has(Subject.PAUSE_SEALING)
                ? "; (f) with " + String.join(" ", javaOptionsOf(Subject.PAUSE_SEALING))
                : "")
        .replace(" ;", ";")
        .strip();
  }

  /** What the service's Java is started with beyond its heap, where that part is measured. */
  List<String> javaOptionsOf(Subject subject) {
    boolean hasCollector =
        javaOptions.stream().anyMatch(option -> option.matches("-XX:\\+Use\\w+GC"));
    var options = new ArrayList<>(javaOptions);
    if (subject.isPause() && !hasCollector) {
      options.add("-XX:+" + pauseCollector);
    }
    return options;
  }

  Settings settings() {
    return new Settings(accounts(), blockLimit, blockInterval, javaOptions, jfr, true);
  }
}
