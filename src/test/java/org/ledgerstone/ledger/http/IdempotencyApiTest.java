package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** A request that names itself is carried out once, whatever happens in between. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class IdempotencyApiTest {

  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String GENERATE = "/api/v1/blocks/generate";
  private static final Map<String, String> PAY_A_SHOP =
      Map.of("kind", "transfer", "from", "treasury", "to", "shop", "amount", "1");

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

  private static String newKey() {
    return "key " + UUID.randomUUID();
  }

  private Reply post(String path, Object body, String key) {
    return node.post(path, body, "Idempotency-Key", key);
  }

  private void assertReplayed(Reply again, Reply first) {
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
  }

  @Test
  void answersATransactionAgain() {
    var key = newKey();
    var first = post(TRANSACTIONS, PAY_A_SHOP, key).with(201);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    var before = node.contents();
    assertReplayed(post(TRANSACTIONS, PAY_A_SHOP, key), first);
    assertThat(node.contents()).isEqualTo(before);
    node.generate();
    assertReplayed(post(TRANSACTIONS, PAY_A_SHOP, key), first);
    assertThat(post(TRANSACTIONS, PAY_A_SHOP, newKey()).with(201).text("id"))
        .isNotEqualTo(first.text("id"));
  }

  @Test
  void refusesAnotherRequestUnderTheSameKey() {
    var key = newKey();
    post(TRANSACTIONS, PAY_A_SHOP, key).with(201);
    var before = node.contents();
    var other = Map.of("kind", "transfer", "from", "treasury", "to", "shop", "amount", "2");
    post(TRANSACTIONS, other, key).isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    post(TRANSACTIONS + "?x=1", PAY_A_SHOP, key).isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    post(GENERATE, PAY_A_SHOP, key).isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void answersABlockAgain() {
    var key = newKey();
    var first = post(GENERATE, "{\"data\":\"once\"}", key).with(201);
    var before = node.contents();
    assertReplayed(post(GENERATE, "{\"data\":\"once\"}", key), first);
    assertThat(node.contents()).isEqualTo(before);

    var block = Wire.block(node.chain().next().by(BlockFixture.MINER).block());
    var second = newKey();
    var appended = post("/api/v1/blocks", block, second).with(201);
    assertReplayed(post("/api/v1/blocks", block, second), appended);
  }

  @Test
  void keepsOnlySuccess() {
    var poor = BlockFixture.key(0x72);
    var draft = node.draft(poor);
    var body = Wire.order(draft.order());
    var key = newKey();
    post(TRANSACTIONS, body, key).isProblem(422, "BALANCE_TOO_LOW");
    node.pay(BlockFixture.ALICE, poor.address(), 10);
    node.generate();
    var carriedOut = post(TRANSACTIONS, body, key).with(201);
    assertThat(carriedOut.header("Idempotency-Replayed")).isEmpty();
    assertReplayed(post(TRANSACTIONS, body, key), carriedOut);
  }

  @Test
  void keepsTheAnswerThatNothingMovedToo() {
    var body = Wire.order(node.draft(BlockFixture.ALICE).order());
    node.post(TRANSACTIONS, body).with(201);
    var key = newKey();
    var repeated = post(TRANSACTIONS, body, key).with(200);
    assertThat(repeated.header("Idempotency-Replayed")).isEmpty();
    node.generate();
    assertReplayed(post(TRANSACTIONS, body, key), repeated);
    post(TRANSACTIONS, PAY_A_SHOP, key).isProblem(422, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void remembersAfterARestart() {
    var key = newKey();
    var first = post(TRANSACTIONS, PAY_A_SHOP, key).with(201);
    node.restart();
    var before = node.contents();
    assertReplayed(post(TRANSACTIONS, PAY_A_SHOP, key), first);
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void changesOneThingForTwentyAtOnce() {
    long before = node.nextNonce(BlockFixture.TREASURY, "COIN");
    var key = newKey();
    var replies = AtOnce.run(20, i -> post(TRANSACTIONS, PAY_A_SHOP, key));
    assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
    assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
    assertThat(replies.stream().filter(r -> r.header("Idempotency-Replayed").isEmpty())).hasSize(1);
    assertThat(node.nextNonce(BlockFixture.TREASURY, "COIN")).isEqualTo(before + 1);
  }

  @Test
  void makesOneBlockForTwentyAtOnce() {
    int before = (Integer) node.head().get("index");
    var key = newKey();
    var replies = AtOnce.run(20, i -> post(GENERATE, "", key));
    assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
    assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
    assertThat(node.head()).containsEntry("index", before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", LONG})
  void refusesKeysThatAreNone(String key) {
    var before = node.contents();
    post(TRANSACTIONS, PAY_A_SHOP, key).isProblem(400, "IDEMPOTENCY_KEY_INVALID");
    assertThat(node.contents()).isEqualTo(before);
  }

  private static final String LONG =
      "0123456789012345678901234567890123456789012345678901234567890123"
          + "01234567890123456789012345678901234567890123456789012345678901234";

  @Test
  void takesTheLongestKey() {
    post(TRANSACTIONS, PAY_A_SHOP, LONG.substring(1)).with(201);
  }
}
