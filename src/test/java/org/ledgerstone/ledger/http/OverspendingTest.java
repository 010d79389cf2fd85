package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;

/** A hundred requests at once that spend more than there is: exactly the affordable ones pass. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class OverspendingTest {

  private static final int REQUESTS = 100;
  private static final int EACH = 30;
  private static final int AFFORDABLE = 1000 / EACH;

  @Parameter TestDatabase.Kind kind;

  private HttpNode node;

  @BeforeParameterizedClassInvocation
  void start() {
    node = HttpNode.start(kind);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private static Map<String, Long> count(List<Reply> replies) {
    return replies.stream()
        .map(reply ->
            reply.status() == 201
                ? "taken"
                : reply.isProblem(reply.status(), reply.text("code")).text("code"))
        .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));
  }

  private void assertSpent(Address spender, long valid) {
    assertThat(node.account(spender, "COIN")).containsEntry("available", Long.toString(valid));
    node.sealAll();
    assertThat(node.account(spender, "COIN")).containsEntry("valid", Long.toString(valid));
  }

  @Test
  void ofOnesOwnWithoutNonces() {
    var rules = node.rules();
    var replies =
        AtOnce.run(
            REQUESTS,
            i -> {
              var draft = new TransferDraft(rules);
              draft.nonce = OptionalLong.empty();
              draft.amount = EACH;
              draft.to = BlockFixture.key(0x80 + i).address();
              return node.order(draft.order());
            });
    assertThat(count(replies))
        .isEqualTo(
            Map.of("taken", (long) AFFORDABLE, "BALANCE_TOO_LOW", (long) REQUESTS - AFFORDABLE));
    assertSpent(BlockFixture.ALICE.address(), 1000 - EACH * AFFORDABLE);
  }

  @Test
  void ofANamedAccountByTheOperator() {
    var body = Map.of("kind", "transfer", "from", "treasury", "to", "shop", "amount", EACH + "");
    var replies = AtOnce.run(REQUESTS, i -> node.post("/api/v1/transactions", body));
    assertThat(count(replies))
        .isEqualTo(
            Map.of("taken", (long) AFFORDABLE, "BALANCE_TOO_LOW", (long) REQUESTS - AFFORDABLE));
    assertThat(replies.stream().filter(r -> r.status() == 201).map(r -> r.json().get("nonce")))
        .doesNotHaveDuplicates();
    assertSpent(BlockFixture.TREASURY, 1000 - EACH * AFFORDABLE);
  }

  @Test
  void underOneNonce() {
    var rules = node.rules();
    var replies =
        AtOnce.run(
            REQUESTS,
            i -> {
              var draft = new TransferDraft(rules);
              draft.from = BlockFixture.BOB.address();
              draft.signer = BlockFixture.BOB;
              draft.to = new Address("shop:" + i);
              draft.amount = 1;
              return node.order(draft.order());
            });
    assertThat(count(replies)).isEqualTo(Map.of("taken", 1L, "NONCE_USED", REQUESTS - 1L));
    assertSpent(BlockFixture.BOB.address(), 999);
  }
}
