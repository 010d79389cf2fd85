package org.ledgerstone.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.ledger.StepListener;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A newer version comes to a PostgreSQL database that an older one, which is this one, works with:
 * the older finishes what it is writing and then refuses by name, and does not start any more.
 */
@ExtendWith(OutputCaptureExtension.class)
class TwoVersionsTest {

  private static final Map<String, Object> PAYMENT =
      Map.of("kind", "transfer", "from", "treasury", "to", "shop", "amount", "1");

  private final TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
  private final Hold hold = new Hold();

  /** Holds up the first thread that comes to a step, in the middle of its transaction. */
  private static final class Hold implements StepListener {

    private final AtomicReference<Step> at = new AtomicReference<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void reached(Step step) {
      if (at.compareAndSet(step, null)) {
        arrived.countDown();
        await(open);
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private HttpNode start(Map<String, String> settings) {
    return HttpNode.start(
        database,
        BlockFixture.OPERATOR,
        Dump.GENESIS,
        settings,
        context -> context.registerBean(StepListener.class, () -> hold));
  }

  private static Reply pay(HttpNode node) {
    return node.post("/api/v1/transactions", PAYMENT);
  }

  /** Whether somebody waits for a lock on all of this table. */
  private boolean isWaitedFor(String table) {
    return database.countOf(
            "pg_locks where not granted and mode = 'ExclusiveLock' and relation = '"
                + table
                + "'::regclass")
        > 0;
  }

  private CompletableFuture<Void> migrating() {
    return CompletableFuture.runAsync(() -> NewerVersion.migrate(database));
  }

  @Test
  void aRunningOlderOneWritesNoMore() throws SQLException {
    try (var node = start(Map.of())) {
      pay(node).with(201);
      node.get("/actuator/health").with(200);

      NewerVersion.migrate(database);

      assertThat(Remembered.schemaOf(database)).isEqualTo(NewerVersion.LEVEL);
      var held = Remembered.rowsOf(database);
      pay(node).isProblem(503, "SCHEMA_NEWER");
      node.post("/api/v1/transactions", PAYMENT, "Idempotency-Key", "a")
          .isProblem(503, "SCHEMA_NEWER");
      node.post("/api/v1/blocks/generate", "").isProblem(503, "SCHEMA_NEWER");
      node.post("/api/v1/audits", Map.of()).isProblem(503, "SCHEMA_NEWER");
      node.send("DELETE", "/api/v1/peers?url=http://127.0.0.1:9", new byte[0])
          .isProblem(503, "SCHEMA_NEWER");
      node.get("/actuator/health").with(503);
      assertThat(node.pool()).as("it goes on reading").hasSize(1);
      assertThat(Remembered.rowsOf(database)).isEqualTo(held);
    }
  }

  @Test
  void anOlderOneDoesNotStart() {
    start(Map.of()).close();
    NewerVersion.migrate(database);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> start(Map.of()).close())
          .rootCause()
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("V" + NewerVersion.LEVEL)
          .hasMessageContaining("newer version of Ledgerstone")
          .hasMessageContaining("(development)")
          .hasMessageContaining("up to V0");
    }
  }

  @Test
  void theGroupInFlightIsFinishedFirst() throws Exception {
    try (var node = start(Map.of())) {
      hold.at.set(Step.ADMISSION_INSERTED);
      var answer = CompletableFuture.supplyAsync(() -> pay(node));
      Hold.await(hold.arrived);
      var migrating = migrating();
      Patience.until("the migration waits", () -> isWaitedFor("admissions"));
      assertThat(migrating).isNotDone();
      hold.open.countDown();
      answer.get(60, TimeUnit.SECONDS).with(201);
      migrating.get(60, TimeUnit.SECONDS);
      pay(node).isProblem(503, "SCHEMA_NEWER");
      assertThat(node.pool()).hasSize(1);
    }
  }

  @Test
  void theBlockInFlightIsFinishedFirst() throws Exception {
    try (var node = start(Map.of())) {
      pay(node).with(201);
      hold.at.set(Step.APPENDING_WRITTEN);
      var answer = CompletableFuture.supplyAsync(node::generate);
      Hold.await(hold.arrived);
      var migrating = migrating();
      Patience.until("the migration waits", () -> isWaitedFor("head"));
      hold.open.countDown();
      var block = answer.get(60, TimeUnit.SECONDS).json();
      migrating.get(60, TimeUnit.SECONDS);
      assertThat(node.head()).containsEntry("hash", block.get("hash"));
      node.post("/api/v1/blocks/generate", "").isProblem(503, "SCHEMA_NEWER");
    }
  }

  @Test
  void nothingIsWrittenByTheClockEither(CapturedOutput output) throws Exception {
    var settings = Map.of("LEDGER_PEERS", "http://127.0.0.1:9", "LEDGER_CHECKPOINT_EVERY", "1s");
    try (var node = start(settings)) {
      node.generate().with(201);
      node.generate().with(201);
      Patience.until("it signs", () -> database.countOf("checkpoints") > 0);
      Patience.until("it asks", () -> database.countOf("peers where failures > 0") > 0);
      NewerVersion.migrate(database);
      Patience.until("none is signed", () -> output.getAll().contains("No checkpoint any more"));
      Patience.until("none is asked", () -> output.getAll().contains("not asked any more"));
      var held = node.contents();
      // Room for two more checkpoints.
      Thread.sleep(2_500);
      assertThat(node.contents()).isEqualTo(held);
      node.get("/api/v1/peers").with(200);
    }
  }

  @Test
  void whoSealsByItselfLeavesTheTurn(CapturedOutput output) throws Exception {
    try (var node = start(Map.of("LEDGER_BLOCK_INTERVAL", "50ms"))) {
      pay(node).with(201);
      Patience.until("it seals by itself", () -> node.pool().isEmpty());
      hold.at.set(Step.ADMISSION_INSERTED);
      var answer = CompletableFuture.supplyAsync(() -> pay(node));
      Hold.await(hold.arrived);
      var migrating = migrating();
      Patience.until("the migration waits", () -> isWaitedFor("admissions"));
      hold.open.countDown();
      answer.get(60, TimeUnit.SECONDS).with(201);
      migrating.get(60, TimeUnit.SECONDS);
      Patience.until("it gives up", () -> output.getAll().contains("No block any more"));
      Patience.until(
          "nobody has the turn", () -> database.countOf("sealing_turn where until = 0") == 1);
      assertThat(node.pool()).hasSize(1);
    }
  }
}
