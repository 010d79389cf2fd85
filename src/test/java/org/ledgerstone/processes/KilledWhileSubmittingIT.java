package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills a node that writes to Ethereum. What it had signed is sent as it was signed, and each
 * effect happens once. A killed node keeps its lease for 15 seconds, and every life here waits for
 * the end of the one before.
 */
@NeedsTool(Anvil.TOOL)
class KilledWhileSubmittingIT {

  private static final int KILLS = Integer.getInteger("ledgerstone.kills.submitting", 4);
  private static final int ORDERS = 10;
  private static final int UNDER_WAY_MILLIS = 3_000;
  private static final String BOB = TestKeys.wallet(7).shown();
  private static final String SIGNS = "this instance signs for";
  private static final JsonMapper JSON = new JsonMapper();

  private static final Genesis GENESIS =
      BlockFixture.genesis(draft -> {
        draft.intervalMillis = 1;
        draft.miners = List.of(BlockFixture.OPERATOR.address());
      });

  private static Path jar;

  @TempDir private Path directory;
  private Anvil anvil;

  @BeforeAll
  static void unpack() throws Exception {
    jar = UnpackedService.jar();
  }

  @BeforeEach
  void begin() {
    anvil = Anvil.start("--block-time", "1", "--slots-in-an-epoch", "1");
  }

  @AfterEach
  void end() {
    anvil.close();
  }

  static Stream<Arguments> deaths() {
    return Stream.of(TestDatabase.Kind.values())
        .flatMap(kind ->
            Stream.of(Step.ETHEREUM_SIGNED, Step.ETHEREUM_SENT)
                .map(step -> Arguments.of(kind, step)));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void sendsWhatItHadSigned(TestDatabase.Kind kind, Step step) throws Exception {
    var lives = new Lives(TestDatabase.of(kind));
    lives.killAt(step);
    var kept = lives.signed();
    assertThat(kept).hasSize(1);
    assertThat(lives.states()).containsExactly("SIGNED");
    assertThat(isKnown(kept.getFirst())).as("a node has it").isEqualTo(step == Step.ETHEREUM_SENT);
    lives.finish(1);
    Figures.trial(
        Figures.Of.KILL,
        kind,
        () -> {
          assertThat(lives.signed()).isEqualTo(kept);
          return happenedOnce(1);
        });
    Figures.steps(kind, step);
  }

  @ParameterizedTest
  @EnumSource
  void eachHappensOnceWheneverItIsKilled(TestDatabase.Kind kind) throws Exception {
    long seed = Long.getLong("ledgerstone.seed", System.nanoTime());
    System.out.printf("%s, -Dledgerstone.seed=%d%n", kind, seed);
    var random = new SplittableRandom(seed);
    var lives = new Lives(TestDatabase.of(kind));
    for (int kill = 1; kill <= KILLS; kill++) {
      lives.killUnderWay(ORDERS * kill / KILLS, random.nextInt(UNDER_WAY_MILLIS));
      System.out.printf("  kill %d: %s%n", kill, lives.states());
    }
    Figures.trials(
        Figures.Of.KILL,
        kind,
        KILLS,
        () -> {
          lives.finish(ORDERS);
          assertThat(lives.signed()).hasSize(ORDERS);
          return happenedOnce(ORDERS);
        });
  }

  private boolean isKnown(Signed attempt) {
    return !anvil.call("eth_getTransactionByHash", attempt.hash()).isNull();
  }

  /** Payments of 1, 2, 4 … wei, whose sum says which of them happened how often. */
  private boolean happenedOnce(int orders) {
    assertThat(quantity("eth_getBalance", BOB))
        .isEqualTo(BigInteger.TWO.pow(orders).subtract(BigInteger.ONE));
    assertThat(quantity("eth_getTransactionCount", Anvil.RICH.address().text()))
        .isEqualTo(BigInteger.valueOf(orders));
    return true;
  }

  private BigInteger quantity(String method, String account) {
    return new BigInteger(anvil.call(method, account, "latest").stringValue().substring(2), 16);
  }

  /** A row of the attempts. */
  private record Signed(long nonce, String hash, String raw) {}

  /** All lives of one node. */
  private final class Lives {

    private final TestDatabase database;
    private final Map<String, String> settings;

    /** The submissions by their keys, as the first answer named them. */
    private final Map<Integer, Integer> ids = new ConcurrentHashMap<>();

    Lives(TestDatabase database) {
      this.database = database;
      this.settings = new HashMap<>(KilledNode.settings(database, GENESIS, BlockFixture.OPERATOR));
      settings.put("ETHEREUM_NODE_URI", anvil.url());
      settings.put("ETHEREUM_POLL", "1s");
      settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
      settings.put("LEDGER_CHECKPOINT_EVERY", "off");
    }

    void killAt(Step step) throws Exception {
      try (var node = NodeProcess.start(jar, directory, settings);
          var client = new Client(node)) {
        node.steps().hold(step);
        order(client, 0);
        Patience.until("it stands at " + step, () -> node.steps().isHeld(step), node::log);
        node.kill();
        showsNothing(node);
      }
    }

    /** Kills while orders come in and are signed, sent and mined. */
    void killUnderWay(int orders, int millis) throws Exception {
      try (var node = NodeProcess.start(jar, directory, settings);
          var client = new Client(node)) {
        order(client, 0);
        Patience.until("it signs", () -> node.log().contains(SIGNS), node::log);
        var ordering = Thread.ofVirtual().start(() -> orderUntilItDies(client, orders));
        TimeUnit.MILLISECONDS.sleep(millis);
        node.kill();
        ordering.join();
        showsNothing(node);
      }
    }

    private void orderUntilItDies(Client client, int orders) {
      try {
        for (int i = 0; i < orders; i++) {
          order(client, i);
        }
      } catch (IOException e) {
        // It is dead; the next life is asked again.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void order(Client client, int number) throws IOException, InterruptedException {
      var body =
          "{\"to\":\"%s\",\"value\":\"%d\",\"idempotencyKey\":\"k%d\"}"
              .formatted(BOB, 1L << number, number);
      var answer =
          client.send(
              new Request(
                  "/api/v1/ethereum/transactions", body, Optional.empty(), Optional.empty()));
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      int id = JSON.readTree(answer.body()).get("id").asInt();
      assertThat(ids.computeIfAbsent(number, first -> id)).isEqualTo(id);
    }

    /** The last life: it lasts until all are final. */
    void finish(int orders) throws Exception {
      try (var node = NodeProcess.start(jar, directory, settings);
          var client = new Client(node)) {
        for (int i = 0; i < orders; i++) {
          order(client, i);
        }
        assertThat(ids.values()).doesNotHaveDuplicates().hasSize(orders);
        for (int i = 0; i < orders; i++) {
          var path = "/api/v1/ethereum/submissions/" + ids.get(i);
          Patience.until(
              "it is final",
              () -> state(client.get(path)).equals("FINAL"),
              () -> "submission " + path + " is not\n" + node.log());
        }
        node.stop();
        showsNothing(node);
      }
      assertThat(states()).hasSize(orders).containsOnly("FINAL");
      assertThat(signed())
          .extracting(Signed::nonce)
          .isEqualTo(IntStream.range(0, orders).mapToObj(Long::valueOf).toList());
    }

    private static String state(Answer answer) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode one = JSON.readTree(answer.body());
      return one.get("state").stringValue();
    }

    private void showsNothing(NodeProcess node) throws Exception {
      assertThat(node.log()).doesNotContain(Anvil.RICH.secret().substring(2));
      for (var attempt : signed()) {
        assertThat(node.log()).doesNotContain(attempt.raw());
      }
    }

    /** The attempts that it has left, by their nonces. */
    private List<Signed> signed() throws Exception {
      var all = new ArrayList<Signed>();
      try (var connection = KilledNode.left(database, directory).connect();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery("select nonce, hash, raw from ethereum_attempts order by 1")) {
        while (rows.next()) {
          all.add(new Signed(rows.getLong(1), rows.getString(2), rows.getString(3)));
        }
      }
      return all;
    }

    /** The states that it has left, by their nonces. */
    private List<String> states() throws Exception {
      var all = new ArrayList<String>();
      try (var connection = KilledNode.left(database, directory).connect();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery("select state from ethereum_submissions order by nonce")) {
        while (rows.next()) {
          all.add(rows.getString(1));
        }
      }
      return all;
    }
  }
}
