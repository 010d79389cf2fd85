package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;

/**
 * Kills the running service again and again while clients send transfers and make blocks. Nothing
 * that it has confirmed may be lost, nothing may be half there, nothing may happen twice.
 */
class KillIT {

  private static final int KILLS = Integer.getInteger("ledgerstone.kills", 3);
  private static final int KILLS_MORE_MAX = KILLS;
  private static final int WALLETS = 24;
  private static final int FIRST_KEY = 100;

  /** At these a group of transfers or a block is in flight; a kill aims at one of them. */
  private static final List<Step> TARGETS =
      List.of(
          Step.ADMISSION_INSERTED,
          Step.APPENDING_WRITTEN,
          Step.ADMISSION_GROUPED,
          Step.ADMISSION_INSERTED,
          Step.ADMISSION_JUDGED,
          Step.APPENDING_PLACED);

  /** A file is in proportion below this: what its transfers take, and room to write in. */
  private static final long BYTES_A_TRANSFER = 3_000;

  private static final long BYTES_TO_WRITE_IN = 16 << 20;

  private static Path jar;

  @TempDir private Path directory;
  private final List<String> report = new ArrayList<>();

  @BeforeAll
  static void unpack() throws Exception {
    jar = UnpackedService.jar();
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingWhenItIsKilled(TestDatabase.Kind kind) throws Exception {
    long seed = Long.getLong("ledgerstone.seed", System.nanoTime());
    report.add("%s, -Dledgerstone.seed=%d".formatted(kind, seed));
    try {
      new Series(TestDatabase.of(kind), new SplittableRandom(seed)).run();
    } finally {
      System.out.println(String.join("\n  ", report));
    }
  }

  /** All lives of one ledger. */
  private final class Series {

    private final TestDatabase database;
    private final SplittableRandom random;
    private final RuleBook rules;
    private final Map<String, String> settings;
    private final Clients clients;
    private int kills;
    private int inFlight;
    private final Map<String, Integer> deaths = new TreeMap<>();

    Series(TestDatabase database, SplittableRandom random) {
      this.database = database;
      this.random = random;
      var keys = IntStream.range(FIRST_KEY, FIRST_KEY + WALLETS).boxed().toList();
      var parameters = new TestGenesis();
      keys.forEach(key -> parameters.allocate("COIN", TestKeys.wallet(key), 1_000_000));
      var genesis = parameters.build();
      this.rules = new RuleBook(genesis);
      this.settings = KilledNode.settings(database, genesis, TestKeys.key(1));
      var receivers = keys.stream().map(TestKeys::wallet).toList();
      this.clients =
          new Clients(
              keys.stream()
                  .map(key -> new Wallet(TestKeys.key(key), rules.inForceAt(1), receivers))
                  .toList(),
              random.split());
    }

    void run() throws Exception {
      while (kills < KILLS || (2 * inFlight < kills && kills < KILLS + KILLS_MORE_MAX)) {
        if (kills == KILLS / 2) {
          stopAndCheck();
        }
        killUnderLoad();
      }
      try {
        stopAndCheck();
      } finally {
        KilledNode.publish(database, clients);
      }
      report.add("%d of %d with a group in flight; by step: %s".formatted(inFlight, kills, deaths));
      assertThat(2 * inFlight).as("kills with a group in flight").isGreaterThanOrEqualTo(kills);
    }

    private void killUnderLoad() throws Exception {
      try (var service = NodeProcess.start(jar, directory, settings);
          var client = new Client(service)) {
        clients.resume(client);
        int before = clients.transfers().size();
        StepFile.Moment death;
        String aim;
        try (var load = clients.load(new Client(service))) {
          load.awaitConfirmed(random.nextInt(50, 500));
          aim = aim(service.steps());
          load.expectTheEnd();
          death = service.kill();
        }
        kills++;
        deaths.merge(death.toString(), 1, Integer::sum);
        inFlight += death.isInFlight() ? 1 : 0;
        report.add(
            "kill %2d: %-18s died at %-40s %4d confirmed, %2d unanswered; started in %d ms; %s"
                .formatted(
                    kills,
                    aim,
                    death,
                    clients.transfers().size() - before,
                    clients.unanswered(),
                    service.startedIn().toMillis(),
                    checkKilled()));
      }
    }

    private String checkKilled() throws Exception {
      var left = KilledNode.left(database, directory);
      return Figures.trial(Figures.Of.KILL, database.kind(), () -> check(left));
    }

    /** Waits for the moment to kill: two of three times for a step, otherwise for any. */
    private String aim(StepFile steps) {
      if (kills % 3 == 2) {
        pause(random.nextLong(TimeUnit.MILLISECONDS.toNanos(300)));
        return "at random";
      }
      var target = TARGETS.get(random.nextInt(TARGETS.size()));
      int from = steps.count() + random.nextInt(50);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (steps.count() < from || !steps.moment().isAt(target)) {
        assertThat(System.nanoTime()).as("reaches " + target).isLessThan(end);
        Thread.onSpinWait();
      }
      pause(random.nextLong(TimeUnit.MILLISECONDS.toNanos(3)));
      return target.name();
    }

    private void pause(long nanos) {
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }

    /** Ends a life with SIGTERM and looks into the database that it leaves. */
    private void stopAndCheck() throws Exception {
      try (var service = NodeProcess.start(jar, directory, settings);
          var client = new Client(service)) {
        clients.resume(client);
        service.stop();
        assertThat(clients.unanswered()).isZero();
        report.add("stopped after %d kills: %s".formatted(kills, check(database)));
      }
    }

    private String check(TestDatabase left) throws Exception {
      boolean isFile = left.kind() == TestDatabase.Kind.H2;
      long size = isFile ? Files.size(KilledNode.file(left)) : 0;
      var found = KilledNode.check(left, rules, clients);
      if (isFile) {
        assertThat(size)
            .as("bytes for " + found.transfers() + " transfers")
            .isLessThan(BYTES_TO_WRITE_IN + BYTES_A_TRANSFER * found.transfers());
      }
      return found
          + (isFile
              ? ", file %,d bytes, %,d a transfer".formatted(size, size / found.transfers())
              : "");
    }
  }
}
