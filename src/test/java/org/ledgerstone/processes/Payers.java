package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.processes.Network.Member;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The owners of some wallets. Each has a node at home, and hands about every second transfer to all
 * others too. Now and then one promises the same nonce twice, to two nodes. They write down what
 * was accepted and ask after it.
 */
final class Payers {

  private static final int FIRST_KEY = 100;
  private static final String GAVE_WAY = "gave way";
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Wallet> wallets;
  private final SplittableRandom random;
  private final Set<String> accepted = new HashSet<>();
  private final Map<String, String> rivals = new LinkedHashMap<>();

  Payers(Genesis genesis, int count, SplittableRandom random) {
    var rules = new RuleBook(genesis).inForceAt(1);
    var all = new ArrayList<Wallet>();
    var receivers = genesis.allocations().stream().map(Genesis.Share::to).distinct().toList();
    for (int i = 0; i < count; i++) {
      all.add(new Wallet(TestKeys.key(FIRST_KEY + i), rules, receivers));
    }
    this.wallets = all;
    this.random = random;
  }

  /** What they begin with. */
  static TestGenesis endow(TestGenesis parameters, int count) {
    for (int i = 0; i < count; i++) {
      parameters.allocate("COIN", TestKeys.wallet(FIRST_KEY + i), 1_000_000);
    }
    return parameters;
  }

  /** How many transfers were accepted, by one node or more. */
  int accepted() {
    return accepted.size();
  }

  /** How many transfers were accepted although their nonce was promised twice: two of each. */
  int rivals() {
    return rivals.size();
  }

  /** Each of them pays once. Wallet i is at home on the node i mod n. */
  void payAll(List<Member> homes) throws IOException, InterruptedException {
    for (int i = 0; i < wallets.size(); i++) {
      var home = homes.get(i % homes.size());
      var request = wallets.get(i).next(random);
      assertThat(take(home, request)).as("node %d took %s", home.number(), request).isTrue();
      if (random.nextBoolean()) {
        for (var other : homes) {
          take(other, request);
        }
      }
    }
  }

  /** This one promises a nonce to two nodes at once; both or one of them believe it. */
  void promiseTwice(int who, Member one, Member other) throws Exception {
    var first = wallets.get(who).next(random);
    var second = wallets.get(who).rival(random);
    List<Callable<Boolean>> calls = List.of(() -> take(one, first), () -> take(other, second));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.invokeAll(calls, 30, TimeUnit.SECONDS);
      boolean bothBelieve = taken.get(0).get() && taken.get(1).get();
      assertThat(taken.get(0).get() || taken.get(1).get()).as("one of them took it").isTrue();
      if (bothBelieve) {
        rivals.put(first.transaction().orElseThrow(), second.transaction().orElseThrow());
        rivals.put(second.transaction().orElseThrow(), first.transaction().orElseThrow());
      }
    }
  }

  private boolean take(Member node, Request request) throws IOException, InterruptedException {
    var answer = node.client().send(request);
    boolean taken = answer.status() == 201 || answer.status() == 200;
    assertThat(taken || answer.status() == 409).as(request + ": " + answer).isTrue();
    if (taken) {
      synchronized (accepted) {
        accepted.add(request.transaction().orElseThrow());
      }
    }
    return taken;
  }

  /**
   * Asks these nodes, which agree and have nothing pending, after everything that was accepted: it
   * stands in the same block of each, once; of two rivals one does, and the other has given way.
   *
   * @return how many have given way
   */
  int check(List<Member> nodes) throws IOException, InterruptedException {
    int gaveWay = 0;
    for (var id : accepted) {
      var places = new HashSet<String>();
      for (var node : nodes) {
        places.add(place(node, id));
      }
      assertThat(places).as("where %s stands, on each node", id).hasSize(1);
      gaveWay += places.contains(GAVE_WAY) ? 1 : 0;
    }
    assertThat(gaveWay).as("of two rivals one").isEqualTo(rivals.size() / 2);
    return gaveWay;
  }

  private String place(Member node, String id) throws IOException, InterruptedException {
    var found = find(node, id);
    if (found.filter(Payers::isValid).isPresent()) {
      return found.get().path("block").path("hash").asString();
    }
    assertThat(rivals).as("why %s is %s on node %d", id, found, node.number()).containsKey(id);
    var rival = find(node, rivals.get(id));
    assertThat(rival.filter(Payers::isValid)).as("the rival of " + found).isPresent();
    found.ifPresent(one ->
        assertThat(one.path("status").asString() + " " + one.path("reason").asString())
            .isEqualTo("dropped NONCE_USED"));
    return GAVE_WAY;
  }

  private static boolean isValid(JsonNode transaction) {
    return transaction.path("status").asString().equals("valid");
  }

  private static Optional<JsonNode> find(Member node, String id)
      throws IOException, InterruptedException {
    var answer = node.client().get("/api/v1/transactions/" + id);
    return answer.status() == 404 ? Optional.empty() : Optional.of(JSON.readTree(answer.body()));
  }
}
