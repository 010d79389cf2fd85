package org.ledgerstone.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.bench.Postgres;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/**
 * Not among the tests: writes the dumps of the present version, as {@code docs/RELEASING.md} has
 * it. The system property {@code release} names the version.
 */
@NeedsTool({"pg_dump", Anvil.TOOL})
class WriteDump {

  private static final int BYTES_MAX = 200_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void writes(TestDatabase.Kind kind) throws Exception {
    var release = System.getProperty("release");
    assertThat(release).as("-Drelease=…").matches("[a-z0-9.-]+");
    var dump = new Dump(release, kind);
    Files.createDirectories(Dump.RELEASES.resolve(release));
    if (kind == TestDatabase.Kind.H2) {
      var database = TestDatabase.of(kind);
      var remembered = live(database, release);
      compact(database);
      dump.keep(Files.readAllBytes(Dump.fileOf(database)));
      dump.remember(remembered);
    } else {
      Files.createDirectories(Path.of("target", "bench"));
      try (var server = Postgres.start(directory, false)) {
        server.execute(Postgres.USER, "create database ledger");
        var remembered = live(on(server), release);
        dump.keep(dumped(server));
        dump.remember(remembered);
      }
    }
    try (var files = Files.list(Dump.RELEASES.resolve(release))) {
      assertThat(files)
          .allSatisfy(file -> assertThat(file.toFile().length()).isLessThan(BYTES_MAX));
    }
  }

  private TestDatabase on(Postgres server) {
    return new TestDatabase(
        TestDatabase.Kind.POSTGRESQL,
        Map.of(
            "DATABASE_URL",
            server.url("ledger"),
            "DATABASE_USER",
            Postgres.USER,
            "LEDGER_DATA_DIR",
            directory.resolve("data").toString()));
  }

  private static Remembered live(TestDatabase database, String release) throws SQLException {
    Remembered of;
    try (var anvil = Anvil.start("--slots-in-an-epoch", "1");
        var peer = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.MINER, Dump.GENESIS)) {
      var settings = new HashMap<>(LivedLedger.SETTINGS);
      settings.put("LEDGER_CHECKPOINT_EVERY", "1s");
      settings.put("ETHEREUM_NODE_URI", anvil.url());
      settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
      settings.put("ETHEREUM_POLL", "1s");
      settings.put("LEDGER_ANCHOR_EVERY_BLOCKS", "3");
      try (var node = HttpNode.start(database, BlockFixture.OPERATOR, Dump.GENESIS, settings)) {
        var lived = new LivedLedger(node, anvil);
        lived.live(peer);
        Patience.until("a checkpoint is signed", () -> database.countOf("checkpoints") > 0);
        of = remember(node, lived, database, release);
      }
    }
    return new Remembered(
        of.release(),
        of.database(),
        Remembered.schemaOf(database),
        of.at(),
        of.head(),
        of.blocks(),
        of.accounts(),
        of.pool(),
        of.dropped(),
        of.keyed(),
        Remembered.rowsOf(database));
  }

  private static Remembered remember(
      HttpNode node, LivedLedger lived, TestDatabase database, String release) throws SQLException {
    try (var connection = database.connect()) {
      var product = connection.getMetaData();
      return new Remembered(
          release,
          product.getDatabaseProductName() + " " + product.getDatabaseProductVersion(),
          "",
          node.node().get(Clock.class).millis(),
          node.head(),
          Remembered.blocksOf(node),
          Remembered.accountsOf(node),
          node.pool(),
          lived.dropped(),
          lived.keyed(),
          Map.of());
    }
  }

  private static void compact(TestDatabase database) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("shutdown compact");
    }
  }

  private static byte[] dumped(Postgres server) throws Exception {
    var process =
        new ProcessBuilder(
                "pg_dump",
                "--inserts",
                "--no-owner",
                "--no-privileges",
                "--host=127.0.0.1",
                "--port=" + server.port(),
                "--username=" + Postgres.USER,
                "ledger")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    var said = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return said;
  }
}
