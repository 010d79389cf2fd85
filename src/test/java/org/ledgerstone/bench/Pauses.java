package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long admission pauses: batches that come at a fixed rate, to a service that seals whenever a
 * block is full and to one that seals nothing meanwhile.
 */
final class Pauses {

  /** So long that only full blocks are sealed. */
  private static final String WHEN_FULL = "1h";

  private static final String NEVER = "off";
  private static final int BATCH = 100;

  /** Micrometer forgets a maximum after two to three times what is set. */
  private static final int MAXIMA_KEPT = 3;

  private static final long SYNC_SECONDS = 60;

  private static final long POOL_LIMIT = 100_000_000;

  private final Options options;
  private final Map<Subject, MeasuredLedger> ledgers = new EnumMap<>(Subject.class);

  /**
   * Starts what is wanted, warm.
   *
   * @param name of the build
   */
  Pauses(Options options, Postgres server, Running running, World world, String name, Path jar)
      throws Exception {
    this.options = options;
    if (!options.quick) {
      server.recycleLog();
    }
    for (var subject : List.of(Subject.PAUSE_SEALING, Subject.PAUSE_UNSEALED)) {
      boolean seals = subject == Subject.PAUSE_SEALING;
      var ledger =
          running.keep(
              MeasuredLedger.start(
                  name + (seals ? "_sealing" : "_unsealed"),
                  jar,
                  world,
                  settings(seals ? WHEN_FULL : NEVER),
                  server,
                  running.directory()));
      ledger.transfer(Traffic.UNIFORM, options.form, BATCH, options.batchClients, options.warmup());
      ledgers.put(subject, ledger);
    }
  }

  /** The service's own maxima are to be those of one turn: of its last two thirds at least. */
  private Settings settings(String blockInterval) {
    var javaOptions = new ArrayList<>(options.javaOptionsOf(Subject.PAUSE_SEALING));
    javaOptions.add("-Dledger.pool-limit=" + POOL_LIMIT);
    javaOptions.add("-Dledger.pool-limit-per-sender=" + POOL_LIMIT);
    javaOptions.add(
        "-Dmanagement.simple.metrics.export.step=%.0fms"
            .formatted(options.seconds() * 1000 / MAXIMA_KEPT));
    return new Settings(
        options.accounts(), options.blockLimit, blockInterval, javaOptions, options.jfr, false);
  }

  List<MeasuredLedger> ledgers() {
    return List.copyOf(ledgers.values());
  }

  /** What was written before would go to the disk in one go, in the midst of the turn. */
  private static void settle() throws InterruptedException {
    try {
      Command.run(Path.of("/"), Map.of(), SYNC_SECONDS, List.of("sync"));
    } catch (IOException e) {
      System.err.println("The disk may be busy with what was written before: " + e.getMessage());
    }
  }

  Measurement take(Subject subject, double seconds) throws Exception {
    var ledger = ledgers.get(subject);
    if (ledger == null) {
      throw new IOException("Not started: " + subject.title());
    }
    settle();
    return ledger.pace(options.form, BATCH, options.batchClients, options.pauseRate, seconds);
  }
}
