package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.bench.Postgres;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** {@code backup} of a PostgreSQL database in use, and what {@code pg_restore} makes of it. */
@NeedsTool({"pg_dump", "pg_restore"})
class BackupPostgresIT {

  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);

  @TempDir private Path directory;

  private TestDatabase create(Postgres server, String name) throws Exception {
    server.execute(Postgres.USER, "create database " + name);
    return new TestDatabase(
        TestDatabase.Kind.POSTGRESQL,
        Map.of(
            "DATABASE_URL",
            server.url(name),
            "DATABASE_USER",
            Postgres.USER,
            "LEDGER_DATA_DIR",
            directory.resolve(name).toString()));
  }

  private static String run(String... words) throws IOException, InterruptedException {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static int version(String words) {
    return Integer.parseInt(words.replaceFirst("\\D*(\\d+)(?s:.*)", "$1"));
  }

  @Test
  void holdsWhatWasConfirmedBeforeItBegan() throws Exception {
    Files.createDirectories(Path.of("target", "bench"));
    try (var server = Postgres.start(directory, false)) {
      assertThat(version(run("pg_dump", "--version")))
          .as("pg_dump is no older than the server")
          .isGreaterThanOrEqualTo(version(server.settings().get("server_version")));
      var database = create(server, "ledger");
      var confirmed = new ArrayList<String>();
      try (var node = HttpNode.start(database, BlockFixture.OPERATOR, GENESIS, Map.of())) {
        for (int i = 0; i < 10; i++) {
          confirmed.add(pay(node));
          node.generate();
        }
        confirmed.add(pay(node));
        var head = node.head();
        var over = new AtomicBoolean();
        var sending = Thread.ofPlatform().start(() -> goOn(node, over));
        backUp(server);
        over.set(true);
        sending.join();
        isRestored(server, head, confirmed);
      }
    }
  }

  private static String pay(HttpNode node) {
    return node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1).text("id");
  }

  private static void goOn(HttpNode node, AtomicBoolean over) {
    while (!over.get()) {
      pay(node);
      node.generate();
    }
  }

  private void backUp(Postgres server) throws IOException {
    var said =
        Terminal.in(directory)
            .offline()
            .with("PATH", System.getenv("PATH"))
            .with("DATABASE_URL", server.url("ledger"))
            .with("DATABASE_USER", Postgres.USER)
            .with("DATABASE_PASSWORD", Terminal.SECRET)
            .run("backup", "ledger.dump");
    assertThat(said.code()).as(said.err()).isZero();
  }

  /** As docs/BACKUP.md has it. Closing the node checks the invariants. */
  private void isRestored(Postgres server, Map<String, Object> head, List<String> confirmed)
      throws Exception {
    var database = create(server, "restored");
    run(
        "pg_restore",
        "--exit-on-error",
        "--no-owner",
        "--host=127.0.0.1",
        "--port=" + server.port(),
        "--username=" + Postgres.USER,
        "--dbname=restored",
        directory.resolve("ledger.dump").toString());
    try (var copy = HttpNode.start(database, BlockFixture.OPERATOR, GENESIS, Map.of())) {
      assertThat(copy.get("/api/v1/blocks/" + head.get("index")).with(200).json()).isEqualTo(head);
      for (var id : confirmed) {
        copy.get("/api/v1/transactions/" + id).with(200);
      }
    }
  }
}
