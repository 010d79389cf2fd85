package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.json.JsonMapper;

/**
 * The owners of the wallets and somebody who makes blocks. They write down what the service has
 * confirmed, ask for it after each of its deaths, and send again what it left unanswered.
 */
final class Clients {

  private static final int WALLETS_A_GROUP = 12;
  private static final int FIRST_KEY = 100;
  private static final int TRANSFERS_A_BLOCK = 100;
  private static final int ASKING_AT_ONCE = 6;
  private static final long PATIENCE_SECONDS = 60;
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Wallet> wallets;
  private final SplittableRandom seeds;
  private final Map<Integer, Request> unanswered = new ConcurrentHashMap<>();
  private final Set<String> transfers = ConcurrentHashMap.newKeySet();
  private final Set<String> blocks = ConcurrentHashMap.newKeySet();
  private final Queue<Confirmed> confirmedInThisLife = new ConcurrentLinkedQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private int blocksAsked;

  /** A request with the answer that the service will have to stand by. */
  private record Confirmed(Request request, Answer answer) {}

  Clients(List<Wallet> wallets, SplittableRandom seeds) {
    this.wallets = wallets;
    this.seeds = seeds;
  }

  /** A ledger on which so many groups have something; mined by key 1. */
  static Genesis genesis(int groups) {
    var parameters = new TestGenesis();
    keys(0, groups * WALLETS_A_GROUP)
        .forEach(key -> parameters.allocate("COIN", TestKeys.wallet(key), 1_000_000));
    return parameters.build();
  }

  /** One of the groups of that ledger, from 0. */
  static Clients group(Genesis genesis, int number, SplittableRandom seeds) {
    var rules = new RuleBook(genesis).inForceAt(1);
    var keys = keys(number * WALLETS_A_GROUP, WALLETS_A_GROUP);
    var receivers = keys.stream().map(TestKeys::wallet).toList();
    return new Clients(
        keys.stream().map(key -> new Wallet(TestKeys.key(key), rules, receivers)).toList(), seeds);
  }

  private static List<Integer> keys(int first, int count) {
    return IntStream.range(FIRST_KEY + first, FIRST_KEY + first + count).boxed().toList();
  }

  /** The ids of all transfers that were ever confirmed. */
  Set<String> transfers() {
    return transfers;
  }

  /** The hashes of all blocks that were ever confirmed. */
  Set<String> blocks() {
    return blocks;
  }

  /** How many transfers there are, confirmed or not. */
  long sentTransfers() {
    return wallets.stream().mapToLong(Wallet::sent).sum();
  }

  /** How many requests have no answer. */
  int unanswered() {
    return unanswered.size();
  }

  /** Asks a new life for what the one before has confirmed, and sends again what it has not. */
  void resume(Client client) throws InterruptedException {
    var questions = new ArrayList<Callable<Void>>();
    for (var one : confirmedInThisLife) {
      questions.add(() -> standsBy(one, client));
    }
    unanswered.forEach((who, request) -> questions.add(() -> sendAgain(who, request, client)));
    askAll(questions);
    confirmedInThisLife.clear();
    var balances = new ArrayList<Callable<Void>>();
    wallets.forEach(wallet -> balances.add(() -> hasMovedOnce(wallet, client)));
    askAll(balances);
    assertThat(faults).isEmpty();
  }

  private void askAll(List<Callable<Void>> questions) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(ASKING_AT_ONCE)) {
      for (var done : threads.invokeAll(questions, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        if (done.isCancelled()) {
          faults.add("no answer in time after the start");
        } else if (done.state() == Future.State.FAILED) {
          faults.add("no answer after the start: " + done.exceptionNow());
        }
      }
    }
  }

  private Void standsBy(Confirmed confirmed, Client client)
      throws IOException, InterruptedException {
    var request = confirmed.request();
    var path =
        request
            .transaction()
            .map(id -> "/api/v1/transactions/" + id)
            .orElseGet(() -> "/api/v1/blocks/" + hashIn(confirmed.answer()));
    var found = client.get(path);
    boolean stands =
        found.status() == 200
            && (request.transaction().isEmpty()
                || List.of("pending", "valid")
                    .contains(JSON.readTree(found.body()).path("status").asString()));
    if (!stands) {
      faults.add("lost: " + request + " was confirmed; now " + found);
    }
    if (request.idempotencyKey().isPresent()) {
      var again = client.send(request);
      var expected = new Answer(confirmed.answer().status(), confirmed.answer().body(), true);
      if (!again.equals(expected)) {
        faults.add("answered " + again + ", first " + confirmed.answer());
      }
    }
    return null;
  }

  private Void sendAgain(int who, Request request, Client client)
      throws IOException, InterruptedException {
    var answer = client.send(request);
    boolean mayBeKnown = request.idempotencyKey().isEmpty();
    if (answer.status() == 201 || (mayBeKnown && answer.status() == 200)) {
      confirm(request, answer);
      unanswered.remove(who);
    } else {
      faults.add(request + " sent again: " + answer);
    }
    return null;
  }

  private Void hasMovedOnce(Wallet wallet, Client client) throws IOException, InterruptedException {
    var account = client.get("/api/v1/accounts/" + wallet.address());
    long next = JSON.readTree(account.body()).path("nextNonce").asLong(-1);
    if (next != wallet.sent()) {
      faults.add(wallet.address() + " has sent " + wallet.sent() + ", the ledger says " + account);
    }
    return null;
  }

  private void confirm(Request request, Answer answer) {
    request.transaction().ifPresentOrElse(transfers::add, () -> blocks.add(hashIn(answer)));
    confirmedInThisLife.add(new Confirmed(request, answer));
  }

  private static String hashIn(Answer answer) {
    return JSON.readTree(answer.body()).path("hash").asString();
  }

  /** Puts the service under load until that is closed. */
  Load load(Client client) {
    return new Load(client);
  }

  /** All of them at work. */
  final class Load implements AutoCloseable {

    private final Client client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore confirmed = new Semaphore(0);
    private final Semaphore forTheNextBlock = new Semaphore(0);
    private final Map<String, Future<?>> running = new LinkedHashMap<>();
    private volatile boolean ending;

    private Load(Client client) {
      this.client = client;
      for (int i = 0; i < wallets.size(); i++) {
        int who = i;
        var random = seeds.split();
        running.put(
            "wallet " + who,
            threads.submit(() -> work(who, () -> Optional.of(wallets.get(who).next(random)))));
      }
      running.put("miner", threads.submit(() -> work(wallets.size(), this::nextBlock)));
    }

    private Optional<Request> nextBlock() throws InterruptedException {
      if (!forTheNextBlock.tryAcquire(TRANSFERS_A_BLOCK, 100, TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      var key = wallets.getFirst().address() + " block " + ++blocksAsked;
      return Optional.of(
          new Request(
              "/api/v1/blocks/generate",
              "{\"data\":\"" + key + "\"}",
              Optional.of(key),
              Optional.empty()));
    }

    private Void work(int who, Callable<Optional<Request>> next) throws Exception {
      while (!ending) {
        var wanted = next.call();
        if (wanted.isPresent()) {
          unanswered.put(who, wanted.get());
          var answer = client.send(wanted.get());
          if (answer.status() != 201) {
            throw new IllegalStateException(wanted.get() + ": " + answer);
          }
          confirm(wanted.get(), answer);
          unanswered.remove(who);
          confirmed.release();
          forTheNextBlock.release();
        }
      }
      return null;
    }

    /** Waits until so many more requests are confirmed. */
    void awaitConfirmed(int count) throws InterruptedException {
      assertThat(confirmed.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as(() -> "enough confirmed in time; " + running)
          .isTrue();
    }

    /** From now on a missing answer is no surprise. */
    void expectTheEnd() {
      for (var one : running.entrySet()) {
        if (one.getValue().isDone()) {
          faults.add(one.getKey() + " ended too early: " + one.getValue());
        }
      }
      ending = true;
    }

    @Override
    public void close() {
      ending = true;
      client.close();
      threads.shutdown();
      try {
        assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      for (var one : running.entrySet()) {
        if (one.getValue().state() == Future.State.FAILED
            && !(one.getValue().exceptionNow() instanceof IOException)) {
          faults.add(one.getKey() + ": " + one.getValue().exceptionNow());
        }
      }
    }
  }
}
