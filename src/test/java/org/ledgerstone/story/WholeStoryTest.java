package org.ledgerstone.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** From an empty ledger to a payment that outlives the node. */
class WholeStoryTest {

  private static final Address SHOP = new Address("shop");

  @ParameterizedTest
  @EnumSource
  void aPaymentBecomesValidAndStaysSo(TestDatabase.Kind kind) {
    var wallet = BlockFixture.MINER.address();
    try (var node =
        HttpNode.start(kind, BlockFixture.MINER, genesis -> genesis.allocations.clear())) {
      assertThat(node.head()).containsEntry("index", 1);
      assertThat(node.account(wallet, "COIN")).containsEntry("balance", "0");

      node.generate();
      assertThat(node.account(wallet, "COIN")).containsEntry("valid", "10");

      var sent =
          node.post(
                  "/api/v1/transactions",
                  Map.of(
                      "kind", "transfer",
                      "from", wallet.shown(),
                      "to", "shop",
                      "amount", "4",
                      "memo", "coffee ☕"))
              .with(201);
      assertThat(node.account(SHOP, "COIN"))
          .containsEntry("valid", "0")
          .containsEntry("pendingIn", "4");
      assertThat(node.get("/api/v1/ledger").json()).containsEntry("pending", 1);

      node.restart();
      assertThat(node.pool()).containsExactly(sent.json());

      node.generate();
      var path = sent.header("Location").orElseThrow();
      assertThat(node.get(path).json()).containsEntry("status", "valid");
      assertThat(node.account(SHOP, "COIN"))
          .containsEntry("valid", "4")
          .containsEntry("balance", "4");
      assertThat(node.account(wallet, "COIN")).containsEntry("valid", "16");

      var told = everythingTold(node, path);
      var held = node.contents();
      node.restart();
      assertThat(everythingTold(node, path)).isEqualTo(told);
      assertThat(node.contents()).isEqualTo(held);
      node.generate();
      assertThat(node.head()).containsEntry("index", 4);
    }
  }

  private static Map<String, Object> everythingTold(HttpNode node, String path) {
    var wallet = "/api/v1/accounts/" + BlockFixture.MINER.address().shown();
    var ledger = node.get("/api/v1/ledger").with(200).json();
    ledger.remove("node"); // Another one at each start.
    return Map.of(
        "head", node.get("/api/v1/blocks/head?transactions=true").with(200).json(),
        "ledger", ledger,
        "payment", node.get(path).with(200).json(),
        "wallet", node.get(wallet).with(200).json(),
        "statement", node.get(wallet + "/transactions").with(200).json(),
        "shop", node.get("/api/v1/accounts/shop/transactions").with(200).json(),
        "accounts", node.get("/api/v1/accounts").with(200).json());
  }
}
