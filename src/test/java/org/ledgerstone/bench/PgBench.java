package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** PostgreSQL's own benchmark program, on databases beside the ledger's. */
final class PgBench {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final long INIT_SECONDS = 300;
  private static final int PATIENCE_SECONDS = 60;
  private static final String TPCB_DATABASE = "tpcb";
  private static final String ENTRY_DATABASE = "double_entry";
  private static final String LOG = "pgbench-turn";

  /** One kind of work. */
  enum Work {
    /** Five statements a transaction, three updates among them. */
    TPCB(TPCB_DATABASE, "-b", "tpcb-like"),
    /** Reads one account. */
    SELECT(TPCB_DATABASE, "-b", "select-only"),
    /** A transfer without a signature between any two accounts. */
    TRANSFER(ENTRY_DATABASE, "-f", "transfer.sql"),
    /** A transfer without a signature from one account to any other. */
    TRANSFER_HOT(ENTRY_DATABASE, "-f", "transfer-hot.sql");

    private final String database;
    private final List<String> script;

    Work(String database, String... script) {
      this.database = database;
      this.script = List.of(script);
    }
  }

  private final Path program;
  private final Postgres server;
  private final Path directory;

  private PgBench(Path program, Postgres server, Path directory) {
    this.program = program;
    this.server = server;
    this.directory = directory;
  }

  /**
   * The program, if it is there.
   *
   * @param within where it keeps its scripts and logs
   */
  static Optional<PgBench> find(Postgres server, Path within) throws IOException {
    var directory = Files.createDirectories(within.resolve("pgbench"));
    return server
        .programs()
        .map(programs -> programs.resolve("pgbench"))
        .filter(Files::isExecutable)
        .or(() -> Command.find("pgbench"))
        .map(program -> new PgBench(program, server, directory));
  }

  /**
   * Makes its two databases.
   *
   * @param scale of TPC-B: so many branches, and 100,000 times as many accounts
   * @param accounts that the function moves money between
   */
  void prepare(int scale, int accounts) throws IOException, InterruptedException, SQLException {
    server.execute(
        Postgres.USER, "create database " + TPCB_DATABASE, "create database " + ENTRY_DATABASE);
    Command.run(
        directory,
        Map.of(),
        INIT_SECONDS,
        words(TPCB_DATABASE, List.of("-i", "-q", "-s", Integer.toString(scale))));
    server.execute(ENTRY_DATABASE, DoubleEntry.statements(accounts));
    Files.writeString(directory.resolve("transfer.sql"), DoubleEntry.anyTwo(accounts));
    Files.writeString(directory.resolve("transfer-hot.sql"), DoubleEntry.fromOne(accounts));
  }

  /** Removes them again. */
  void drop() throws SQLException {
    server.execute(
        Postgres.USER, "drop database " + TPCB_DATABASE, "drop database " + ENTRY_DATABASE);
  }

  /** Of these numbers of clients, the one with the highest rate, by turns of so many seconds. */
  int bestClients(Work work, List<Integer> candidates, int turns, double seconds)
      throws IOException, InterruptedException {
    var rates = new HashMap<Integer, Double>();
    for (int turn = 0; turn < turns; turn++) {
      for (int clients : candidates) {
        rates.merge(clients, run(work, clients, seconds).perSecond(), Double::sum);
      }
    }
    return Collections.max(rates.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** One turn. Every fifth transaction's latency is taken. */
  Measurement run(Work work, int clients, double seconds) throws IOException, InterruptedException {
    int whole = (int) Math.max(1, Math.round(seconds));
    int threads = Math.min(clients, Runtime.getRuntime().availableProcessors());
    var arguments = new ArrayList<>(work.script);
    arguments.addAll(List.of("-n", "-M", "prepared", "-T", Integer.toString(whole)));
    arguments.addAll(List.of("-c", Integer.toString(clients), "-j", Integer.toString(threads)));
    arguments.addAll(List.of("-l", "--sampling-rate=0.2", "--log-prefix=" + LOG));
    deleteLogs();
    var before = cpu();
    var printed =
        Command.run(directory, Map.of(), whole + PATIENCE_SECONDS, words(work.database, arguments));
    var used = cpu().minus(before);
    var rate = RATE.matcher(printed);
    if (!rate.find()) {
      throw new IOException("pgbench says no rate:\n" + printed);
    }
    double perSecond = Double.parseDouble(rate.group(1));
    var micros = latencies();
    return new Measurement(
        perSecond,
        percentileMillis(micros, 50),
        percentileMillis(micros, 99),
        Math.round(perSecond * whole),
        used,
        clients + " clients");
  }

  private List<String> words(String database, List<String> arguments) {
    var words = new ArrayList<String>();
    words.add(program.toString());
    words.addAll(arguments);
    words.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(server.port())));
    words.addAll(List.of("-U", Postgres.USER, database));
    return words;
  }

  private Measurement.Cpu cpu() {
    return new Measurement.Cpu(
        0,
        ProcessStat.familyCpuNanos(server.postmaster()) / 1e9,
        ProcessStat.endedChildrenCpuNanos() / 1e9);
  }

  private List<Path> logs() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(LOG)).toList();
    }
  }

  private void deleteLogs() throws IOException {
    for (var log : logs()) {
      Files.delete(log);
    }
  }

  /** The third column, in ascending order. */
  private long[] latencies() throws IOException {
    var micros = new ArrayList<long[]>();
    for (var log : logs()) {
      try (var lines = Files.lines(log)) {
        micros.add(lines.mapToLong(line -> Long.parseLong(line.split(" ")[2])).toArray());
      }
    }
    return micros.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private static double percentileMillis(long[] ascending, int percent) {
    return ascending.length == 0
        ? Double.NaN
        : ascending[(int) ((ascending.length - 1L) * percent / 100)] / 1e3;
  }
}
