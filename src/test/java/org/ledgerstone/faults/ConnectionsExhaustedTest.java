package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * All connections to the database are in use and none comes back: every call that needs one is told
 * so, when to come again, and nobody waits for ever. With the connections back all is well.
 */
class ConnectionsExhaustedTest {

  /** As many as bringing a schema up to date takes. */
  private static final int CONNECTIONS = 5;

  private static final int CALLS_OF_EACH = 6;

  /** Far more than two waits for a connection in turn; far less than a test may take. */
  private static final long PATIENCE_SECONDS = 30;

  private static HttpNode start(TestDatabase.Kind kind) {
    return HttpNode.start(
        kind,
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        Map.of(
            "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE",
            "" + CONNECTIONS,
            "SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT",
            "2000"));
  }

  /** Until none is left; the node may be using one of them for something of its own. */
  private static List<Connection> takeAll(HttpNode node) throws SQLException {
    var database = node.node().get(DataSource.class);
    var taken = new ArrayList<Connection>();
    try {
      while (true) {
        taken.add(database.getConnection());
      }
    } catch (SQLTransientConnectionException e) {
      assertThat(taken).hasSizeBetween(CONNECTIONS - 1, CONNECTIONS);
      return taken;
    }
  }

  private static void giveBack(List<Connection> taken) throws SQLException {
    for (var connection : taken) {
      connection.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isToldToEverybodyAndPasses(TestDatabase.Kind kind) throws Exception {
    try (var node = start(kind);
        var caller = new Caller(node.uri("/").getPort())) {
      var draft = node.draft(BlockFixture.ALICE);
      draft.to = BlockFixture.BOB.address();
      draft.amount = 1;
      var order = new JsonMapper().writeValueAsString(Wire.order(draft.order()));
      var alice = BlockFixture.ALICE.address().shown();
      List<Callable<Optional<Reply>>> calls =
          List.of(
              () -> caller.get("/api/v1/pool"),
              () -> caller.get("/api/v1/accounts/" + alice),
              () -> caller.post("/api/v1/transactions", order),
              () -> caller.post("/api/v1/transactions", order, "Idempotency-Key", "a"),
              () -> caller.post("/api/v1/transactions/batch", "{\"transactions\":[" + order + "]}"),
              () -> caller.post("/api/v1/blocks/generate", ""));

      var taken = takeAll(node);
      try {
        for (var reply : allAtOnce(calls)) {
          reply.isProblem(503, "DATABASE_AWAY");
          assertThat(reply.header("Retry-After")).isPresent();
        }
      } finally {
        giveBack(taken);
      }

      for (var call : calls) {
        assertThat(call.call().orElseThrow().status()).isIn(200, 201);
      }
      var bob = node.account(BlockFixture.BOB.address(), "COIN");
      assertThat(node.account(BlockFixture.ALICE.address(), "COIN")).containsEntry("nextNonce", 1);
      assertThat(bob.get("pendingIn")).as("all is in a block").isEqualTo("0");
    }
  }

  private static List<Reply> allAtOnce(List<Callable<Optional<Reply>>> calls) throws Exception {
    var many = new ArrayList<Callable<Optional<Reply>>>();
    for (int i = 0; i < CALLS_OF_EACH; i++) {
      many.addAll(calls);
    }
    var replies = new ArrayList<Reply>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(many, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        assertThat(done.isCancelled()).as("somebody still waits").isFalse();
        replies.add(done.get().orElseThrow());
      }
    }
    return replies;
  }
}
