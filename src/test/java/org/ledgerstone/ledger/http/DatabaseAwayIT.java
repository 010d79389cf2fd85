package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.StoppablePostgres;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * The database goes away while batches are in flight: who has no answer gets 503 soon, and whoever
 * then sends the same batch again until it is answered has moved everything exactly once.
 */
class DatabaseAwayIT {

  private static final String BATCH = "/api/v1/transactions/batch";
  private static final int SENDERS = 6;
  private static final int BATCHES = 40;
  private static final int TRANSFERS = 100;
  private static final int OUTAGES = 3;
  private static final Address SHOP = new Address("shop");

  /** The pool of connections gives up after 5 s; a request may wait for two of them in turn. */
  private static final Duration SOON = Duration.ofSeconds(60);

  private record Answered(int status, Duration after) {}

  private final ConcurrentLinkedQueue<Answered> answers = new ConcurrentLinkedQueue<>();

  @Test
  void movesNothingTwiceWhenBatchesAreSentAgain() throws Exception {
    var parameters = new TestGenesis();
    IntStream.range(0, SENDERS)
        .forEach(i -> parameters.allocate("COIN", TestKeys.wallet(100 + i), 1_000_000));
    try (var server = StoppablePostgres.start();
        var node =
            HttpNode.start(
                server.database(),
                TestKeys.key(1),
                parameters.build(),
                Map.of("LEDGER_BLOCK_INTERVAL", "200ms"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var confirmed = new CountDownLatch[OUTAGES];
      for (int i = 0; i < OUTAGES; i++) {
        confirmed[i] = new CountDownLatch((i + 1) * SENDERS * BATCHES / (OUTAGES + 2));
      }
      var senders = new ArrayList<Future<?>>();
      for (int i = 0; i < SENDERS; i++) {
        var batches = batches(node, i);
        int sender = i;
        senders.add(threads.submit(() -> send(node, sender, batches, confirmed)));
      }
      for (var soMany : confirmed) {
        assertThat(soMany.await(60, TimeUnit.SECONDS)).isTrue();
        server.stopAtOnce();
        assertIsAway(node.get("/api/v1/pool"));
        Thread.sleep(500);
        server.startAgain();
      }
      for (var sender : senders) {
        sender.get(120, TimeUnit.SECONDS);
      }
      assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(200, 503));
      assertThat(answers).allSatisfy(a -> assertThat(a.after()).isLessThan(SOON));
      assertThat(answers.stream().filter(a -> a.status() == 503)).isNotEmpty();
      assertEverythingMovedOnce(node);
    }
  }

  private static void assertIsAway(Reply reply) {
    reply.isProblem(503, "DATABASE_AWAY");
    assertThat(reply.header("Retry-After")).isPresent();
  }

  /** Bodies of which each goes on where the one before ends. */
  private static List<String> batches(HttpNode node, int sender) {
    var draft = new TransferDraft(node.rules());
    draft.from = TestKeys.wallet(100 + sender);
    draft.signer = TestKeys.key(100 + sender);
    draft.to = SHOP;
    draft.amount = 1;
    var mapper = new JsonMapper();
    var bodies = new ArrayList<String>();
    for (int batch = 0; batch < BATCHES; batch++) {
      var items = new ArrayList<String>();
      for (int i = 0; i < TRANSFERS; i++) {
        draft.nonce = OptionalLong.of((long) batch * TRANSFERS + i);
        items.add(mapper.writeValueAsString(Wire.order(draft.order())));
      }
      bodies.add(items.stream().collect(Collectors.joining(",", "{\"transactions\":[", "]}")));
    }
    return bodies;
  }

  /** Sends each until it is answered; every second sender names its batches by keys. */
  private void send(HttpNode node, int sender, List<String> batches, CountDownLatch[] confirmed) {
    for (int batch = 0; batch < batches.size(); batch++) {
      var headers =
          sender % 2 == 0
              ? new String[0]
              : new String[] {"Idempotency-Key", "sender " + sender + " batch " + batch};
      var reply = sent(node, batches.get(batch), headers);
      for (int i = 0; i < 100 && reply.status() == 503; i++) {
        assertIsAway(reply);
        reply = sent(node, batches.get(batch), headers);
      }
      assertThat(reply.with(200).json())
          .containsEntry("accepted", TRANSFERS)
          .containsEntry("refused", 0);
      for (var latch : confirmed) {
        latch.countDown();
      }
    }
  }

  private Reply sent(HttpNode node, String body, String[] headers) {
    long began = System.nanoTime();
    var reply = node.post(BATCH, body, headers);
    answers.add(new Answered(reply.status(), Duration.ofNanos(System.nanoTime() - began)));
    return reply;
  }

  private static void assertEverythingMovedOnce(HttpNode node) {
    for (int i = 0; i < SENDERS; i++) {
      assertThat(node.nextNonce(TestKeys.wallet(100 + i), "COIN")).isEqualTo(BATCHES * TRANSFERS);
    }
    var shop = node.account(SHOP, "COIN");
    assertThat(new BigInteger((String) shop.get("balance")))
        .isEqualTo(BigInteger.valueOf((long) SENDERS * BATCHES * TRANSFERS));
  }
}
