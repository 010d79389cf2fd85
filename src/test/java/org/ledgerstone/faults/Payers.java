package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * Some who pay the same shop in batches, all at once. Each sends its batch again until it is
 * confirmed; every second one gives its batches names. Other answers than a 200 or a 503 that says
 * when to come back are faults.
 */
final class Payers implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int COUNT = 4;
  private static final int TRANSFERS = 50;
  private static final int FIRST_KEY = 100;
  private static final long PAUSE_MILLIS = 20;
  private static final Address SHOP = new Address("shop");

  private final Rules rules;
  private final Caller caller;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicIntegerArray batches = new AtomicIntegerArray(COUNT);
  private final AtomicLong unanswered = new AtomicLong();
  private final Queue<Reply> refused = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  /** They begin at once. */
  Payers(int port) {
    this.rules = new RuleBook(genesis()).inForceAt(1);
    this.caller = new Caller(port);
    for (int i = 0; i < COUNT; i++) {
      int who = i;
      running.add(threads.submit(() -> pay(who)));
    }
  }

  /** The ledger on which they have something; mined by key 1. */
  static Genesis genesis() {
    var parameters = new TestGenesis();
    IntStream.range(0, COUNT)
        .forEach(i -> parameters.allocate("COIN", TestKeys.wallet(FIRST_KEY + i), 1_000_000));
    return parameters.build();
  }

  private Void pay(int who) throws InterruptedException {
    while (!ending) {
      int number = batches.get(who);
      var body = batch(who, number);
      var name =
          who % 2 == 0
              ? new String[0]
              : new String[] {"Idempotency-Key", "payer %d batch %d".formatted(who, number)};
      while (!isConfirmed(body, name)) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      batches.incrementAndGet(who);
    }
    return null;
  }

  private boolean isConfirmed(String body, String[] name) {
    var reply = caller.post("/api/v1/transactions/batch", body, name);
    if (reply.isEmpty()) {
      unanswered.incrementAndGet();
      return false;
    }
    if (reply.get().status() == 200) {
      assertThat(reply.get().json()).containsEntry("accepted", TRANSFERS);
      return true;
    }
    assertThat(reply.get().status()).as(reply.get().body()).isEqualTo(503);
    assertThat(reply.get().header("Retry-After")).as(reply.get().body()).isPresent();
    reply.get().saysNothingOfTheInside();
    refused.add(reply.get());
    return false;
  }

  private String batch(int who, int number) {
    var draft = new TransferDraft(rules);
    draft.from = TestKeys.wallet(FIRST_KEY + who);
    draft.signer = TestKeys.key(FIRST_KEY + who);
    draft.to = SHOP;
    draft.amount = 1;
    return IntStream.range(0, TRANSFERS)
        .mapToObj(i -> {
          draft.nonce = OptionalLong.of((long) number * TRANSFERS + i);
          return JSON.writeValueAsString(Wire.order(draft.order()));
        })
        .collect(Collectors.joining(",", "{\"transactions\":[", "]}"));
  }

  /** How many of the transfers are confirmed. */
  long confirmed() {
    return (long) TRANSFERS * IntStream.range(0, COUNT).map(batches::get).sum();
  }

  /** Waits until so many more are confirmed. */
  void awaitConfirmed(long more) {
    long wanted = confirmed() + more;
    Patience.until(
        "enough are confirmed",
        () -> {
          checkTheyGoOn();
          return confirmed() >= wanted;
        });
  }

  /** Waits for a refusal, or for a call without an answer, after those before. */
  void awaitTrouble() {
    long before = refused.size() + unanswered.get();
    Patience.until(
        "somebody has trouble",
        () -> {
          checkTheyGoOn();
          return refused.size() + unanswered.get() > before;
        });
  }

  private void checkTheyGoOn() {
    for (var one : running) {
      if (one.state() == Future.State.FAILED) {
        throw new AssertionError("A payer has met a fault", one.exceptionNow());
      }
    }
  }

  /** The refusals that they got, the last ones last. */
  List<Reply> refused() {
    return List.copyOf(refused);
  }

  /** Has all finish what they are at, and sees that everything confirmed has moved, once. */
  void endAndCheck(HttpNode node) throws Exception {
    ending = true;
    for (var one : running) {
      one.get(60, TimeUnit.SECONDS);
    }
    for (int i = 0; i < COUNT; i++) {
      assertThat(node.nextNonce(TestKeys.wallet(FIRST_KEY + i), "COIN"))
          .isEqualTo((long) batches.get(i) * TRANSFERS);
    }
    assertThat(new BigInteger((String) node.account(SHOP, "COIN").get("balance")))
        .isEqualTo(confirmed());
  }

  @Override
  public void close() {
    ending = true;
    threads.shutdownNow();
    caller.close();
  }
}
