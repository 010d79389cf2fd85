package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** Who finds no room in the pool, or in the line before the writer, is told when to come again. */
class PoolFullTest {

  private static final String ORDERS = "/api/v1/transactions";
  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;

  private static HttpNode start(TestDatabase.Kind kind, Map<String, String> more, Gate gate) {
    return HttpNode.start(
        TestDatabase.of(kind),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(),
        more,
        context -> context.registerBean(Gate.class, () -> gate));
  }

  private static Order order(HttpNode node, WalletKey from, long nonce) {
    var to = from.equals(ALICE) ? BOB : ALICE;
    return BlockFixture.transfer(node.rules(), from, to.address(), 1, nonce);
  }

  private static void isFull(Reply reply, String code) {
    reply.isProblem(429, code);
    assertThat(reply.header("Retry-After")).hasValue("1");
  }

  @ParameterizedTest
  @EnumSource
  void isSaidOfOneAndOfTheItemsOfABatch(TestDatabase.Kind kind) {
    var limits = Map.of("LEDGER_POOL_LIMIT", "3", "LEDGER_POOL_LIMIT_PER_SENDER", "2");
    try (var node = start(kind, limits, new Gate())) {
      node.post(ORDERS, Wire.order(order(node, ALICE, 0))).with(201);
      node.post(ORDERS, Wire.order(order(node, ALICE, 1))).with(201);
      isFull(node.post(ORDERS, Wire.order(order(node, ALICE, 2))), "SENDER_POOL_FULL");
      node.post(ORDERS, Wire.order(order(node, BOB, 0))).with(201);
      isFull(node.post(ORDERS, Wire.order(order(node, BOB, 1))), "POOL_FULL");

      var batch =
          List.of(
              Wire.order(order(node, ALICE, 1)),
              Wire.order(order(node, ALICE, 2)),
              Wire.order(order(node, BOB, 1)));
      var reply = node.post(ORDERS + "/batch", Map.of("transactions", batch)).with(200);
      assertThat(reply.list("results").get(1)).containsEntry("code", "POOL_FULL");
      assertThat(reply.list("results").get(2)).containsEntry("code", "POOL_FULL");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isSaidWhereTooManyWait(TestDatabase.Kind kind) throws Exception {
    var gate = new Gate();
    try (var node = start(kind, Map.of(), gate);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var admission = node.node().get(Admission.class);
      var hold = gate.hold(Step.ADMISSION_GROUPED);
      threads.submit(() -> admission.admit(order(node, ALICE, 0), Companion.none()));
      hold.arrived();
      var waiting =
          Collections.<Proposal>nCopies(
              WaitingLine.ORDERS_MAX, new Proposal.Signed(order(node, ALICE, 1)));
      var all = threads.submit(() -> admission.admit(waiting, false, Companion.none()));
      Patience.until("the line is full", () -> admission.waitingCount() == WaitingLine.ORDERS_MAX);

      isFull(node.post(ORDERS, Wire.order(order(node, BOB, 0))), "TOO_BUSY");
      var batch = Map.of("transactions", List.of(Wire.order(order(node, BOB, 0))));
      isFull(node.post(ORDERS + "/batch", batch), "TOO_BUSY");

      hold.release();
      assertThat(all.get()).hasSize(WaitingLine.ORDERS_MAX);
      node.post(ORDERS, Wire.order(order(node, BOB, 0))).with(201);
    }
  }
}
