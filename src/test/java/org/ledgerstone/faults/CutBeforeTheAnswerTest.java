package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Line;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * The connection ends after the commit and before the answer, once to the client and once to the
 * database. What was sent is there, and whoever sends it again moves nothing twice.
 */
class CutBeforeTheAnswerTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Address SHOP = new Address("shop");
  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String BATCH = "/api/v1/transactions/batch";
  private static final String GENERATE = "/api/v1/blocks/generate";
  private static final int TRANSFERS = 20;

  /** Somebody who calls the node over the line that is cut, and then once more over a whole one. */
  private interface Cut {

    /** What the call that is cut comes to. */
    Optional<Reply> call(String path, String body, String... headers);
  }

  private static int port(HttpNode node) {
    return node.uri("/").getPort();
  }

  @ParameterizedTest
  @EnumSource
  void fromTheClient(TestDatabase.Kind kind) {
    try (var node = HttpNode.start(kind);
        var line = Line.to(port(node));
        var caller = new Caller(line.port())) {
      line.cutAt("HTTP/1.1 ");
      checkAll(
          node,
          (path, body, headers) -> {
            int before = line.cuts();
            var reply = caller.post(path, body, headers);
            assertThat(reply).isEmpty();
            assertThat(line.cuts()).isGreaterThan(before);
            return reply;
          });
    }
  }

  @Test
  void fromTheDatabase() {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    var url = database.settings().get("DATABASE_URL");
    var port = url.replaceAll(".*:([0-9]+)/.*", "$1");
    var steps = new AtStep();
    try (var line = Line.to(Integer.parseInt(port));
        var node =
            HttpNode.start(
                database,
                BlockFixture.OPERATOR,
                BlockFixture.genesis(draft -> draft.intervalMillis = 1),
                Map.of("DATABASE_URL", url.replace(":" + port + "/", ":" + line.port() + "/")),
                context -> context.registerBean(AtStep.class, () -> steps));
        var caller = new Caller(port(node))) {
      checkAll(
          node,
          (path, body, headers) -> {
            int before = line.cuts();
            var last = path.equals(GENERATE) ? Step.APPENDING_WRITTEN : Step.ADMISSION_INSERTED;
            steps.plan(last, () -> line.cutAt("COMMIT\0"));
            var reply = caller.post(path, body, headers);
            line.mend();
            assertThat(line.cuts()).isGreaterThan(before);
            reply.orElseThrow().isProblem(503, "DATABASE_AWAY");
            return reply;
          });
    }
  }

  private static void checkAll(HttpNode node, Cut cut) {
    checkTransfer(node, cut);
    checkTransfer(node, cut, "Idempotency-Key", "one");
    checkBatch(node, cut);
    checkBatch(node, cut, "Idempotency-Key", "many");
    checkBlock(node, cut);
    assertThat(node.account(SHOP, "COIN")).containsEntry("balance", "" + (2 + 2 * TRANSFERS));
    assertThat(node.nextNonce(BlockFixture.ALICE.address(), "COIN")).isEqualTo(2 + 2 * TRANSFERS);
  }

  private static void checkTransfer(HttpNode node, Cut cut, String... headers) {
    var body = transfers(node, 1).getFirst();
    cut.call(TRANSACTIONS, body, headers);
    var again = node.post(TRANSACTIONS, body, headers);
    if (headers.length == 0) {
      again.with(200);
    } else {
      isReplayed(again.with(201));
    }
    assertThat(again.text("status")).isEqualTo("pending");
  }

  private static void checkBatch(HttpNode node, Cut cut, String... headers) {
    var body =
        transfers(node, TRANSFERS).stream()
            .collect(Collectors.joining(",", "{\"transactions\":[", "]}"));
    cut.call(BATCH, body, headers);
    var again = node.post(BATCH, body, headers).with(200);
    assertThat(again.json()).containsEntry("accepted", TRANSFERS).containsEntry("refused", 0);
    if (headers.length > 0) {
      isReplayed(again);
    }
  }

  private static void checkBlock(HttpNode node, Cut cut) {
    cut.call(GENERATE, "", "Idempotency-Key", "block");
    assertThat(node.head()).containsEntry("index", 2);
    var again = node.post(GENERATE, "", "Idempotency-Key", "block").with(201);
    isReplayed(again);
    assertThat(node.head()).containsEntry("index", 2).containsEntry("hash", again.text("hash"));
  }

  private static void isReplayed(Reply reply) {
    assertThat(reply.header("Idempotency-Replayed")).hasValue("true");
  }

  /** So many bodies, each with the next nonce. */
  private static List<String> transfers(HttpNode node, int count) {
    var draft = node.draft(BlockFixture.ALICE);
    draft.to = SHOP;
    draft.amount = 1;
    long first = draft.nonce.getAsLong();
    return IntStream.range(0, count)
        .mapToObj(i -> {
          draft.nonce = OptionalLong.of(first + i);
          return JSON.writeValueAsString(Wire.order(draft.order()));
        })
        .toList();
  }
}
