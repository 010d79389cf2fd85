package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.testing.TestGenesis;

/** A running service with a database of its own, and what has been sent to it. */
final class MeasuredLedger implements AutoCloseable {

  private static final int FUNDING_CONNECTIONS = 8;
  private static final int FUNDING_BATCH = 1000;
  private static final long LOOK_MILLIS = 250;
  private static final double MORE_THAN_BEFORE = 1.6;

  private final String name;
  private final World world;
  private final Postgres server;
  private final Launch launch;
  private final Path directory;
  private final LedgerTables tables;
  private final boolean takesBatches;
  private final boolean sealsSoon;
  private final int[] nonces;
  private final Map<String, Double> ratesSeen = new HashMap<>();
  private Service service;
  private long transfers;
  private long seed;
  private long generatorPeakBytes;
  private long databasePeakBytes;

  /** Starts the service, and does so again. */
  private interface Launch {
    Service start() throws IOException, InterruptedException;
  }

  private MeasuredLedger(
      String name,
      World world,
      Postgres server,
      Launch launch,
      Path directory,
      Service service,
      boolean sealsSoon)
      throws IOException {
    this.name = name;
    this.world = world;
    this.server = server;
    this.launch = launch;
    this.service = service;
    this.directory = directory;
    this.sealsSoon = sealsSoon;
    this.tables = new LedgerTables(server, name);
    this.nonces = new int[world.wallets().count()];
    try (var ask = service.ask()) {
      int status = ask.post(Form.JSON.path(), "{\"transactions\":[]}").status();
      this.takesBatches = status != 404 && status != 405;
    }
  }

  /**
   * Makes a database, starts the service on it and pays those whom genesis gave nothing.
   *
   * @param name of the database, and of the service's files
   * @param within where those files are kept
   */
  static MeasuredLedger start(
      String name, Path jar, World world, Settings settings, Postgres server, Path within)
      throws IOException, InterruptedException, SQLException {
    var directory = Files.createDirectory(within.resolve(name));
    var genesis = directory.resolve("genesis.yaml");
    Files.writeString(genesis, TestGenesis.yaml(world.genesis()));
    server.execute(Postgres.USER, "create database " + name);
    var options = new ArrayList<>(settings.javaOptions());
    if (settings.record()) {
      var file = Path.of("target", "bench", name + ".jfr").toAbsolutePath();
      options.add("-XX:StartFlightRecording:settings=profile,dumponexit=true,filename=" + file);
    }
    var environment =
        Map.of(
            "DATABASE_URL", server.url(name),
            "DATABASE_USER", Postgres.USER,
            "LEDGER_DATA_DIR", directory.toString(),
            "LEDGER_GENESIS", genesis.toString(),
            "WALLET_PRIVATE_KEY", World.MINER.secret(),
            "LEDGER_BLOCK_INTERVAL", settings.blockInterval());
    Launch launch = () -> Service.start(jar, directory, name, options, environment);
    var service = launch.start();
    try {
      var ledger =
          new MeasuredLedger(name, world, server, launch, directory, service, settings.sealsSoon());
      ledger.fund();
      return ledger;
    } catch (IOException | InterruptedException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /** Stops the service, makes the chain longer behind its back, and starts it again. */
  void lengthen(long filled) throws IOException, InterruptedException, SQLException {
    lengthen(filled, ChainFill.PER_BLOCK);
  }

  /** The same in blocks of another size. */
  void lengthen(long filled, int perBlock) throws IOException, InterruptedException, SQLException {
    service.close();
    try (var connection = server.connect(name)) {
      new ChainFill(world, connection, perBlock).add(filled);
    }
    transfers += filled;
    var next = tables.nonces();
    for (int i = 0; i < nonces.length; i++) {
      nonces[i] = next.getOrDefault(world.wallets().address(i).text(), 0);
    }
    service = launch.start();
  }

  private void fund() throws IOException, InterruptedException {
    int poor = world.accounts() - world.rich();
    if (poor > 0) {
      int each = poor / FUNDING_CONNECTIONS;
      if (each * FUNDING_CONNECTIONS != poor || world.rich() % FUNDING_CONNECTIONS != 0) {
        throw new IllegalArgumentException("accounts: a multiple of " + FUNDING_CONNECTIONS);
      }
      var traffic = new Traffic.Funding(world.rich(), World.FUNDS);
      var form = takesBatches ? Form.JSON : Form.SINGLE;
      send(stock(traffic, form, FUNDING_CONNECTIONS, each, FUNDING_BATCH), form, 0);
    }
  }

  String name() {
    return name;
  }

  /** Whether it has the call for batches; if not, their transfers go one by one. */
  boolean takesBatches() {
    return takesBatches;
  }

  /**
   * Signs, then sends for so long, and waits until all of it is in blocks.
   *
   * @param batch how many transfers a request holds where the form takes more than one
   */
  Measurement transfer(Traffic traffic, Form form, int batch, int wanted, double seconds)
      throws IOException, InterruptedException {
    int connections = traffic.connections(wanted);
    int perRequest = form.isBatch() ? batch : 1;
    var kind = form + " of " + perRequest;
    double guess = Math.max(ratesSeen.getOrDefault(kind, 0.0), form.isBatch() ? 10_000 : 4_000);
    int requests =
        (int) Math.ceil(guess * MORE_THAN_BEFORE * seconds / connections / perRequest) + 2;
    var stock = stock(traffic, form, connections, requests * perRequest, perRequest);
    var measurement = send(stock, form, (long) (seconds * 1000));
    ratesSeen.merge(kind, measurement.perSecond(), Math::max);
    return measurement;
  }

  private Stock.Transfers stock(
      Traffic traffic, Form form, int connections, int perConnection, int perRequest) {
    return new Stock.Transfers(
        world.wallets(),
        world.rules(),
        nonces,
        traffic,
        ++seed,
        connections,
        perConnection,
        perRequest,
        form.separator());
  }

  /** Hands in one batch; it is pending then, unless the service seals by itself. */
  void admit(int size) throws IOException {
    var stock = stock(Traffic.UNIFORM, Form.JSON, 1, size, size);
    try (var ask = service.ask()) {
      var answer = ask.post(Form.JSON.path(), "{\"transactions\":[" + stock.items(size) + "]}");
      if (answer.number("accepted") != size) {
        throw new IOException(name + ": " + answer.status() + " " + answer.text());
      }
    }
    stock.count(new long[] {size});
    transfers += size;
  }

  /** Has the service seal what is pending; the time that takes, in nanoseconds. */
  long seal() throws IOException {
    try (var ask = service.ask()) {
      ask.get("/actuator/health"); // connects before the clock starts
      long began = System.nanoTime();
      var answer = ask.post("/api/v1/blocks/generate", "{}");
      long took = System.nanoTime() - began;
      if (answer.status() != 201) {
        throw new IOException(name + ": " + answer.status() + " " + answer.text());
      }
      return took;
    }
  }

  /** Takes over what the other's chain has more; the time that takes, in nanoseconds. */
  long catchUpWith(MeasuredLedger other) throws IOException {
    var url = "http://127.0.0.1:" + other.service.port();
    try (var ask = service.ask()) {
      demand(ask.post("/api/v1/peers", "{\"url\":\"" + url + "\"}"), 201);
      long began = System.nanoTime();
      demand(ask.post("/api/v1/peers/sync", "{}"), 200);
      long took = System.nanoTime() - began;
      demand(ask.delete("/api/v1/peers?url=" + url), 200);
      return took;
    }
  }

  /**
   * Takes over what the other's chain has from this block on, by way of a file; the time that the
   * import takes, in nanoseconds.
   */
  long importFrom(MeasuredLedger other, long index) throws IOException, InterruptedException {
    var file = directory.resolve("export-" + index);
    ChainFile.write(other.service.port(), index, file);
    return ChainFile.read(service.port(), file);
  }

  /** Stops the service and starts it again. */
  void restart() throws IOException, InterruptedException {
    service.close();
    service = launch.start();
  }

  /**
   * Verifies everything from genesis on; the time that takes by the service's own record, in
   * nanoseconds: asking often enough to see its end would take a part of the processor.
   */
  long verify() throws IOException, InterruptedException {
    try (var ask = service.ask()) {
      ask.get("/actuator/health"); // connects before the clock starts
      var answer = ask.post("/api/v1/audits", "{\"full\":true}");
      demand(answer, 202);
      var path = "/api/v1/audits/" + answer.number("id");
      while (answer.text().contains("\"status\":\"RUNNING\"")) {
        Thread.sleep(LOOK_MILLIS);
        answer = ask.get(path);
      }
      if (!answer.text().contains("\"status\":\"PASSED\"")) {
        throw new IOException(name + ": " + answer.text());
      }
      return Duration.between(
              Instant.parse(answer.value("started")), Instant.parse(answer.value("ended")))
          .toNanos();
    }
  }

  private void demand(Answer answer, int status) throws IOException {
    if (answer.status() != status) {
      throw new IOException(name + ": " + answer.status() + " " + answer.text());
    }
  }

  /** Seals until nothing is pending. */
  private void sealTheRest() throws IOException {
    try (var ask = service.ask()) {
      while (ask.get("/api/v1/ledger").number("pending") > 0) {
        var answer = ask.post("/api/v1/blocks/generate", "{}");
        if (answer.status() != 201 && answer.status() != 409) { // 409: it was quicker itself
          throw new IOException(name + ": " + answer.status() + " " + answer.text());
        }
      }
    }
  }

  /**
   * Signs, then sends so many transfers a second for so long, a batch whenever it is due, and has
   * sealed afterwards what still has to be.
   */
  Measurement pace(Form form, int batch, int connections, double perSecond, double seconds)
      throws IOException, InterruptedException, SQLException {
    long betweenNanos = Math.round(batch * 1e9 / perSecond);
    int requests = (int) Math.ceil(seconds * perSecond / batch / connections) + 2;
    var stock = stock(Traffic.UNIFORM, form, connections, requests * batch, batch);
    var before = tables.sealed();
    var window = deliver(stock, form, (long) (seconds * 1000), betweenNanos);
    var sealed = tables.sealed().since(before);
    var steps = StepMaxima.read(service);
    sealTheRest();
    return window.paced(sealed, steps);
  }

  private Measurement send(Stock.Transfers stock, Form form, long millis)
      throws IOException, InterruptedException {
    var window = deliver(stock, form, millis, 0);
    if (!sealsSoon) {
      sealTheRest();
    }
    return window.measurement(window.result().wholeNanos());
  }

  private Window deliver(Stock.Transfers stock, Form form, long millis, long betweenNanos)
      throws IOException, InterruptedException {
    stock.write(directory);
    var window = generate(form, stock.connections(), millis, betweenNanos);
    var result = window.result();
    if (result.refused() > 0) {
      throw new IOException(
          "%s refused %d transfers; the first: %s"
              .formatted(name, result.refused(), result.firstRefusal()));
    }
    stock.count(result.sent());
    transfers += result.accepted();
    return window;
  }

  /** How many bytes the answer to this path has. */
  int bytesOf(String path) throws IOException {
    try (var ask = service.ask()) {
      var answer = ask.get(path);
      demand(answer, 200);
      return answer.text().length();
    }
  }

  /** Reads paths over so many connections, each its own. */
  Measurement read(Stock.PathsOf paths, int connections, double seconds)
      throws IOException, InterruptedException {
    Stock.writePaths(directory, connections, paths);
    var window = generate(Form.GET, connections, (long) (seconds * 1000), 0);
    if (window.result().refused() > 0) {
      throw new IOException(name + " did not answer: " + window.result().firstRefusal());
    }
    return window.measurement(window.result().sendNanos());
  }

  private Window generate(Form form, int connections, long millis, long betweenNanos)
      throws IOException, InterruptedException {
    var load =
        new Load(
            service.port(),
            directory.toString(),
            form,
            connections,
            millis,
            betweenNanos,
            form.writes() && sealsSoon);
    var before = cpu();
    var result = Generator.runApart(load, directory);
    var used = cpu().minus(before);
    generatorPeakBytes = Math.max(generatorPeakBytes, result.peakBytes());
    databasePeakBytes = Math.max(databasePeakBytes, ProcessStat.familyBytes(server.postmaster()));
    return new Window(
        result, new Measurement.Cpu(used.service(), used.database(), result.cpuNanos() / 1e9));
  }

  /** What the service and the database server have used so far, in seconds. */
  Measurement.Cpu cpu() {
    return new Measurement.Cpu(
        ProcessStat.cpuNanos(service.pid()) / 1e9,
        ProcessStat.familyCpuNanos(server.postmaster()) / 1e9,
        0);
  }

  /** What it has been through, in words. */
  String summary() {
    return ("%s: %,d transfers confirmed; peak memory %d MiB, of the generator %d MiB, of the"
            + " database after a turn %d MiB")
        .formatted(
            name,
            transfers,
            ProcessStat.peakBytes(service.pid()) >> 20,
            generatorPeakBytes >> 20,
            databasePeakBytes >> 20);
  }

  LedgerTables tables() {
    return tables;
  }

  /** Where value was lost or a confirmed transfer is not valid: a sentence each. */
  List<String> faults() throws SQLException {
    return tables.faults(world.total(), transfers, world.genesis().allocations().size());
  }

  @Override
  public void close() throws InterruptedException {
    service.close();
  }
}
