package org.ledgerstone.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;

/**
 * Rounds in which an owner signs away everything eight times at once, to eight receivers, half of
 * them with the next nonce and half with the one after it: just one is accepted.
 */
class ContestTest {

  private static final int ROUNDS = 334;
  private static final int FIRST_OWNER = 1_000;
  private static final int FIRST_RECEIVER = 100;
  private static final int CONTENDERS = 8;
  private static final long ALL = 7;

  /** Where the contenders meet. */
  enum Place {
    H2(TestDatabase.Kind.H2, 1),
    POSTGRESQL(TestDatabase.Kind.POSTGRESQL, 1),
    TWO_INSTANCES_ON_POSTGRESQL(TestDatabase.Kind.POSTGRESQL, 2);

    private final TestDatabase.Kind kind;
    private final int instances;

    Place(TestDatabase.Kind kind, int instances) {
      this.kind = kind;
      this.instances = instances;
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneIsAccepted(Place place) throws Exception {
    var database = TestDatabase.of(place.kind);
    recordVersions(database);
    var genesis = genesis();
    try (var first = start(database, genesis);
        var second = place.instances == 1 ? null : start(database, genesis)) {
      var nodes = second == null ? List.of(first) : List.of(first, second);
      for (int round = 0; round < ROUNDS; round++) {
        int owner = FIRST_OWNER + round;
        Figures.trial(Figures.Of.CONTEST, place, () -> contest(owner, nodes));
      }
      first.sealAll();
      assertThat(received(first)).isEqualTo(ROUNDS * ALL);
    }
  }

  private static Genesis genesis() {
    var parameters = new TestGenesis().reward(0);
    IntStream.range(FIRST_OWNER, FIRST_OWNER + ROUNDS)
        .forEach(owner -> parameters.allocate("COIN", TestKeys.wallet(owner), ALL));
    return parameters.build();
  }

  private static HttpNode start(TestDatabase database, Genesis genesis) {
    return HttpNode.start(database, TestKeys.key(1), genesis, Map.of());
  }

  private static Void contest(int owner, List<HttpNode> nodes) throws Exception {
    var transfers =
        IntStream.range(0, CONTENDERS)
            .<Callable<Reply>>mapToObj(number -> {
              var node = nodes.get(number % nodes.size());
              var order = transfer(node, owner, number).order();
              return () -> node.order(order);
            })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = threads.invokeAll(transfers).stream().map(reply -> reply.resultNow()).toList();
      assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
      assertThat(replies)
          .filteredOn(reply -> reply.status() != 201)
          .allSatisfy(reply ->
              assertThat(reply.text("code")).isIn("NONCE_USED", "NONCE_AHEAD", "BALANCE_TOO_LOW"));
    }
    return null;
  }

  private static TransferDraft transfer(HttpNode node, int owner, int number) {
    var draft = new TransferDraft(node.rules());
    draft.signer = TestKeys.key(owner);
    draft.from = draft.signer.address();
    draft.to = TestKeys.wallet(FIRST_RECEIVER + number);
    draft.amount = ALL;
    draft.nonce = OptionalLong.of(number / 2 % 2);
    return draft;
  }

  private static long received(HttpNode node) {
    return IntStream.range(FIRST_RECEIVER, FIRST_RECEIVER + CONTENDERS)
        .mapToObj(TestKeys::wallet)
        .flatMap(receiver -> Stream.ofNullable(node.account(receiver, "COIN").get("balance")))
        .mapToLong(balance -> Long.parseLong(balance.toString()))
        .sum();
  }

  private static void recordVersions(TestDatabase database) throws SQLException {
    Figures.version("Java", Runtime.version().toString());
    try (var connection = database.connect()) {
      var about = connection.getMetaData();
      Figures.version(about.getDatabaseProductName(), about.getDatabaseProductVersion());
    }
  }
}
