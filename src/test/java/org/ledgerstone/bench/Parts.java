package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What is measured, ready to take its turns. */
final class Parts {

  private static final int READS_PER_SECOND_MAX = 1_000;
  private static final double SINGLE_WARMUP = 0.5;
  private static final double READ_WARMUP = 0.25;

  private final Options options;
  private final Postgres server;
  private final World world;
  private final Recovery recovery;
  private final List<MeasuredLedger> ledgers = new ArrayList<>();
  private final Map<String, Pauses> pauses = new LinkedHashMap<>();
  private final Map<Subject, Integer> bestClients = new EnumMap<>(Subject.class);
  private Optional<PgBench> pgBench = Optional.empty();

  Parts(Options options, Postgres server) {
    this.options = options;
    this.server = server;
    this.world = new World(options.accounts(), options.blockLimit);
    this.recovery = new Recovery(world.wallets());
  }

  /** Those that take their turns with the rest. */
  List<MeasuredLedger> ledgers() {
    return List.copyOf(ledgers);
  }

  /** Those that requests come to when they are due. */
  List<MeasuredLedger> pacedLedgers() {
    return pauses.values().stream().flatMap(some -> some.ledgers().stream()).toList();
  }

  /** Starts the services and prepares PostgreSQL's own benchmark; what is worth saying of that. */
  List<String> start(Running running) throws Exception {
    var said = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<PgBench>> prepared =
          threads.submit(() -> preparePgBench(running.directory()));
      for (var build : options.builds().entrySet()) {
        if (wanted(Work.SERVICE)) {
          ledgers.add(startLedger(running, build.getKey(), build.getValue()));
        }
      }
      pgBench = prepared.get();
    }
    for (var ledger : ledgers) {
      if (!ledger.takesBatches()) {
        said.add(ledger.name() + ": has no call for batches; their transfers go one by one.");
      }
      warmUp(ledger);
    }
    said.add(findBestClients());
    return said;
  }

  /** Who does the work of a subject. */
  private enum Work {
    SERVICE,
    PAUSES,
    PGBENCH,
    NEITHER;

    static Work of(Subject subject) {
      return switch (subject) {
        case TPCB, FUNCTION, FUNCTION_HOT, SELECT -> PGBENCH;
        case RECOVERY -> NEITHER;
        case PAUSE_SEALING, PAUSE_UNSEALED -> PAUSES;
        default -> SERVICE;
      };
    }
  }

  private boolean wanted(Work work) {
    return Stream.of(Subject.values()).anyMatch(s -> options.has(s) && Work.of(s) == work);
  }

  private Optional<PgBench> preparePgBench(Path within) throws Exception {
    if (!wanted(Work.PGBENCH)) {
      return Optional.empty();
    }
    var found = PgBench.find(server, within);
    if (found.isPresent()) {
      found.get().prepare(options.scale(), options.accounts());
    }
    return found;
  }

  private MeasuredLedger startLedger(Running running, String name, Path jar) throws Exception {
    return running.keep(
        MeasuredLedger.start(
            name, existing(jar), world, options.settings(), server, running.directory()));
  }

  private static Path existing(Path jar) throws IOException {
    if (!Files.exists(jar)) {
      throw new IOException("There is no " + jar);
    }
    return jar;
  }

  private void warmUp(MeasuredLedger ledger) throws Exception {
    if (options.has(Subject.BATCH)) {
      batches(ledger, Traffic.UNIFORM, options.warmup());
    }
    if (options.has(Subject.SINGLE)) {
      singles(ledger, options.warmup() * SINGLE_WARMUP);
    }
    if (options.has(Subject.READ)) {
      read(ledger, options.warmup() * READ_WARMUP);
    }
  }

  private String findBestClients() throws IOException, InterruptedException {
    if (!wanted(Work.PGBENCH)) {
      return "";
    }
    if (pgBench.isEmpty()) {
      return "(a), (b) and pgbench -S are NOT measured: there is no pgbench, neither beside the"
          + " server nor on the PATH. It comes with PostgreSQL (Debian: apt-get install"
          + " postgresql).";
    }
    for (var subject : Subject.values()) {
      if (options.has(subject) && Work.of(subject) == Work.PGBENCH) {
        bestClients.put(
            subject,
            pgBench
                .get()
                .bestClients(
                    workOf(subject),
                    options.clientCounts(),
                    options.searchTurns(),
                    options.searchSeconds()));
      }
    }
    return "pgbench: scale %d, prepared statements, the best of %s clients by %d turns of %.0f s"
        .formatted(
            options.scale(),
            options.clientCounts(),
            options.searchTurns(),
            options.searchSeconds());
  }

  private static PgBench.Work workOf(Subject subject) {
    return switch (subject) {
      case TPCB -> PgBench.Work.TPCB;
      case FUNCTION -> PgBench.Work.TRANSFER;
      case FUNCTION_HOT -> PgBench.Work.TRANSFER_HOT;
      case SELECT -> PgBench.Work.SELECT;
      default -> throw new IllegalArgumentException(subject.title());
    };
  }

  /** All but what is paced, in the order of their turns. */
  List<Part> inTurns() {
    var parts = new ArrayList<Part>();
    for (var subject : Subject.values()) {
      if (options.has(subject)) {
        switch (Work.of(subject)) {
          case NEITHER -> parts.add(new Part(subject, "", recovery::run));
          case PGBENCH ->
              pgBench.ifPresent(
                  pgBench -> parts.add(new Part(subject, "", turn(pgBench, subject))));
          case SERVICE -> ledgers.forEach(ledger -> parts.add(part(subject, ledger)));
          case PAUSES -> {
            // Their turns are their own: see paced.
          }
        }
      }
    }
    return parts;
  }

  /**
   * Starts what requests come to when they are due, and ends all else. What the others have written
   * would keep disk and vacuum busy meanwhile, and what is done against that would be to the good
   * or the bad of whoever comes next.
   */
  List<Part> paced(Running running) throws Exception {
    var parts = new ArrayList<Part>();
    if (wanted(Work.PAUSES)) {
      if (!options.keep) {
        endTheRest();
      }
      for (var build : options.builds().entrySet()) {
        var name = build.getKey();
        pauses.put(
            name, new Pauses(options, server, running, world, name, existing(build.getValue())));
      }
      for (var subject : List.of(Subject.PAUSE_SEALING, Subject.PAUSE_UNSEALED)) {
        pauses.forEach((build, some) ->
            parts.add(new Part(subject, shown(build), seconds -> some.take(subject, seconds))));
      }
    }
    return parts;
  }

  private void endTheRest() throws Exception {
    for (var ledger : ledgers) {
      ledger.close();
      server.execute(Postgres.USER, "drop database " + ledger.name() + " with (force)");
    }
    if (pgBench.isPresent()) {
      pgBench.get().drop();
    }
  }

  private Part.Turn turn(PgBench program, Subject subject) {
    int clients = bestClients.get(subject);
    return seconds -> program.run(workOf(subject), clients, seconds);
  }

  /** One build alone needs no name. */
  private String shown(String build) {
    return options.builds().size() == 1 ? "" : build;
  }

  private Part part(Subject subject, MeasuredLedger ledger) {
    return new Part(
        subject,
        shown(ledger.name()),
        seconds ->
            switch (subject) {
              case BATCH -> batches(ledger, Traffic.UNIFORM, seconds);
              case BATCH_HOT_SENDER -> batches(ledger, Traffic.HOT_SENDER, seconds);
              case BATCH_HOT_RECEIVER -> batches(ledger, Traffic.HOT_RECEIVER, seconds);
              case SINGLE -> singles(ledger, seconds);
              case READ -> read(ledger, seconds);
              default -> throw new IllegalArgumentException(subject.title());
            });
  }

  private Measurement batches(MeasuredLedger ledger, Traffic traffic, double seconds)
      throws IOException, InterruptedException {
    return ledger.takesBatches()
        ? ledger.transfer(traffic, options.form, options.batch, options.batchClients, seconds)
        : ledger.transfer(traffic, Form.SINGLE, 1, options.clients, seconds);
  }

  private Measurement singles(MeasuredLedger ledger, double seconds)
      throws IOException, InterruptedException {
    return ledger.transfer(Traffic.UNIFORM, Form.SINGLE, 1, options.clients, seconds);
  }

  private Measurement read(MeasuredLedger ledger, double seconds)
      throws IOException, InterruptedException {
    return ledger.read(connection -> balancePaths(connection, seconds), options.clients, seconds);
  }

  private Iterable<String> balancePaths(int connection, double seconds) {
    var random = new SplittableRandom(connection);
    return () ->
        Stream.generate(
                () -> "/api/v1/accounts/" + world.wallets().shown(random.nextInt(world.accounts())))
            .limit((long) (READS_PER_SECOND_MAX * seconds) + 1)
            .iterator();
  }
}
