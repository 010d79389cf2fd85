package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/** Many transactions handed in at once: what is taken, and what is answered for each. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class BatchTest {

  private static final String BATCH = "/api/v1/transactions/batch";
  private static final String ATOMIC = BATCH + "?atomic=true";
  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final JsonMapper MAPPER = new JsonMapper();

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

  // What is sent.

  private List<Order> transfers(WalletKey from, int count) {
    long next = node.nextNonce(from.address(), "COIN");
    return IntStream.range(0, count).mapToObj(i -> transfer(from, next + i, 1)).toList();
  }

  private Order transfer(WalletKey from, long nonce, long amount) {
    var draft = node.draft(from);
    draft.nonce = OptionalLong.of(nonce);
    draft.amount = amount;
    return draft.order();
  }

  private static String json(Order order) {
    return MAPPER.writeValueAsString(Wire.order(order));
  }

  private static String array(List<String> items) {
    return "{\"transactions\":[" + String.join(",", items) + "]}";
  }

  private static String batch(List<Order> orders) {
    return array(orders.stream().map(BatchTest::json).toList());
  }

  private Reply lines(String path, String lines, String... headers) {
    var all = new ArrayList<>(List.of("Content-Type", "application/x-ndjson"));
    all.addAll(List.of(headers));
    return node.send(
        "POST", path, lines.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
  }

  private static List<String> ids(List<Order> orders) {
    return orders.stream().map(order -> order.id().toString()).toList();
  }

  // What is answered.

  private static void assertCounts(Reply reply, int accepted, int refused) {
    assertThat(reply.json()).containsOnlyKeys("accepted", "refused", "results");
    assertThat(reply.json())
        .as(reply.body())
        .containsEntry("accepted", accepted)
        .containsEntry("refused", refused);
    assertThat(reply.list("results")).hasSize(accepted + refused);
    assertThat(reply.header("Content-Type")).hasValue("application/json");
    reply.saysNothingOfTheInside();
  }

  private static List<Object> each(Reply reply, String field) {
    return reply.list("results").stream().map(result -> result.get(field)).toList();
  }

  private static Map<String, Object> pending(Order order) {
    return Map.of("id", order.id().toString(), "status", "pending");
  }

  private static void assertRefused(Map<String, Object> result, String code) {
    assertThat(result).containsEntry("status", "refused").containsEntry("code", code);
    assertThat((String) result.get("detail")).isNotBlank();
  }

  @Test
  void readingIsTimedOrderByOrder() {
    var timer = node.node().get(MeterRegistry.class).get("ledger.orders.parse").timer();
    long before = timer.count();
    node.post(BATCH, batch(transfers(ALICE, 3))).with(200);
    node.order(transfers(ALICE, 1).getFirst()).with(201);
    assertThat(timer.count()).isEqualTo(before + 4);
  }

  @Test
  void takesTransfersThatBuildOnEachOther() {
    var orders = transfers(ALICE, 5);
    var reply = node.post(BATCH, batch(orders)).with(200);
    assertCounts(reply, 5, 0);
    assertThat(reply.list("results"))
        .containsExactlyElementsOf(orders.stream().map(BatchTest::pending).toList());
    for (var id : ids(orders)) {
      assertThat(node.get("/api/v1/transactions/" + id).with(200).text("status"))
          .isEqualTo("pending");
    }
  }

  @Test
  void takesOneALine() {
    var orders = transfers(ALICE, 3);
    var lines =
        json(orders.get(0)) + "\r\n\n  \n" + json(orders.get(1)) + "\n" + json(orders.get(2));
    var reply = lines(BATCH, lines).with(200);
    assertCounts(reply, 3, 0);
    assertThat(each(reply, "id")).containsExactlyElementsOf(ids(orders));
    assertCounts(lines(BATCH, lines + "\n").with(200), 3, 0);
  }

  @Test
  void answersInTheOrderSentWhateverTheNonces() {
    var orders = new ArrayList<>(transfers(ALICE, 4));
    orders.addFirst(orders.removeLast());
    var reply = node.post(BATCH, batch(orders)).with(200);
    assertCounts(reply, 4, 0);
    assertThat(each(reply, "id")).containsExactlyElementsOf(ids(orders));
  }

  @Test
  void takesPostsAndTransfersAndTheSameOneTwice() {
    var transfer = transfers(ALICE, 1).getFirst();
    var post = "{\"kind\":\"post\",\"author\":\"Ann\",\"content\":\"Hi\",\"nonce\":\"n1\"}";
    var reply = node.post(BATCH, array(List.of(json(transfer), post, json(transfer)))).with(200);
    assertCounts(reply, 3, 0);
    assertThat(each(reply, "status")).containsExactly("pending", "pending", "pending");
    assertThat(each(reply, "id").get(2)).isEqualTo(transfer.id().toString());
  }

  @Test
  void takesSeedFormsWhichCarryNoNonce() {
    var draft = node.draft(ALICE);
    draft.nonce = OptionalLong.empty();
    var reply = node.post(BATCH, batch(List.of(draft.order(), draft.order()))).with(200);
    assertCounts(reply, 2, 0);
    assertThat(each(reply, "id")).containsOnly(draft.order().id().toString());
  }

  /** Bad items, each with its code; none of them can be admitted. */
  private static Map<String, String> bad(String good) {
    var bad = new HashMap<String, String>();
    bad.put("1", "MALFORMED");
    bad.put("null", "MALFORMED");
    bad.put("[]", "MALFORMED");
    bad.put("\"transfer\"", "MALFORMED");
    bad.put("{}", "MALFORMED");
    bad.put(good.replace("\"kind\":\"transfer\"", "\"kind\":\"reward\""), "MALFORMED");
    bad.put(good.replace("{", "{\"surprise\":1,"), "MALFORMED");
    bad.put(good.replaceFirst("\"to\":\"[^\"]*\",", ""), "MALFORMED");
    bad.put(good.replaceFirst("\"to\":\"[^\"]*\"", "\"to\":\"0x12\""), "ADDRESS_INVALID");
    bad.put(good.replaceFirst("\"amount\":\"1\"", "\"amount\":\"-1\""), "AMOUNT_INVALID");
    bad.put(good.replaceFirst("\"memo\":\"\"", "\"memo\":\"\\\\t\""), "TEXT_INVALID");
    bad.put(good.replaceFirst("\"signature\":\"0x", "\"signature\":\"0y"), "SIGNATURE_INVALID");
    bad.put(good.replaceFirst("\"amount\":\"1\"", "\"amount\":\"2\""), "SIGNATURE_MISMATCH");
    bad.put(good.replaceFirst("\"asset\":\"COIN\"", "\"asset\":\"NONE\""), "ASSET_UNKNOWN");
    return bad;
  }

  @Test
  void refusesWhatIsBadAndTakesTheRest() {
    var good = transfers(ALICE, 2);
    var bad = bad(json(good.getFirst()));
    var items = new ArrayList<String>();
    items.add(json(good.get(0)));
    items.addAll(bad.keySet());
    items.add(json(good.get(1)));
    var first = node.post(BATCH, array(items)).with(200);
    var again = lines(BATCH, String.join("\n", items)).with(200);
    for (var reply : List.of(first, again)) {
      assertCounts(reply, 2, bad.size());
      var results = reply.list("results");
      assertThat(results.getFirst()).isEqualTo(pending(good.get(0)));
      assertThat(results.getLast()).isEqualTo(pending(good.get(1)));
      for (int i = 1; i <= bad.size(); i++) {
        assertRefused(results.get(i), bad.get(items.get(i)));
      }
    }
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void refusesALineThatIsNoJson() {
    var good = transfers(ALICE, 2);
    var one = json(good.get(0));
    var bad =
        List.of(
            "kind=transfer",
            one.substring(1),
            one + one,
            one.replace("{", "{\"kind\":\"transfer\","),
            "[".repeat(40) + "]".repeat(40),
            "\u0000",
            "\"" + "a".repeat(64 * 1024) + "\"",
            "\"" + "a".repeat(200 * 1024) + "\"");
    var lines = one + "\n" + String.join("\n", bad) + "\n" + json(good.get(1));
    var reply = lines(BATCH, lines).with(200);
    assertCounts(reply, 2, bad.size());
    reply.list("results").subList(1, bad.size() + 1).forEach(r -> assertRefused(r, "MALFORMED"));
    assertThat(reply.list("results").getLast()).isEqualTo(pending(good.get(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "{}",
        "{\"transactions\":{}}",
        "{\"transactions\":null}",
        "{\"transactions\":[GOOD]",
        "{\"transactions\":[GOOD,]}",
        "{\"transactions\":[GOOD],\"transactions\":[]}",
        "{\"transactions\":[GOOD],\"atomic\":true}",
        "{\"transactions\":[GOOD]}x",
        "{\"transactions\":[GOOD]}{}",
        "{\"transactions\":[GOOD,{\"a\":1,\"a\":2}]}",
        "{\"transactions\":[GOOD,\"\\ud83d\"]}",
        "{\"transactions\":[GOOD,01]}",
        "GOOD"
      })
  void refusesABodyThatCannotBeRead(String body) {
    var good = json(transfers(ALICE, 1).getFirst());
    var before = node.contents();
    node.post(BATCH, body.replace("GOOD", good)).isProblem(400, "MALFORMED");
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void refusesAnythingThatIsNoUtf8() {
    var good = json(transfers(ALICE, 1).getFirst());
    var before = node.contents();
    var overlong = array(List.of(good, "\"\u00c0\u00af\"")).getBytes(StandardCharsets.ISO_8859_1);
    node.send("POST", BATCH, overlong, "Content-Type", "application/json")
        .isProblem(400, "MALFORMED");
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void anEmptyBatchIsABatch() {
    assertCounts(node.post(BATCH, array(List.of())).with(200), 0, 0);
    assertCounts(node.post(ATOMIC, array(List.of())).with(200), 0, 0);
    assertCounts(lines(BATCH, "").with(200), 0, 0);
    assertCounts(lines(BATCH, "\n \n").with(200), 0, 0);
  }

  @Test
  void takesAllOrNone() {
    var orders = transfers(ALICE, 3);
    assertCounts(node.post(ATOMIC, batch(orders)).with(200), 3, 0);
    assertCounts(node.post(ATOMIC, batch(orders)).with(200), 3, 0);
  }

  @Test
  void takesNoneIfOneIsRefused() {
    var orders = transfers(ALICE, 3);
    var before = node.contents();
    var tooMuch = transfer(ALICE, orders.getFirst().hashCode() & 0xff, 1_000_000);
    var reply =
        node.post(ATOMIC, array(List.of(json(orders.get(0)), json(tooMuch), json(orders.get(1)))));
    assertCounts(reply.with(422), 0, 3);
    assertThat(each(reply, "code"))
        .contains("OTHERS_REFUSED")
        .doesNotContainNull()
        .anySatisfy(code -> assertThat(code).isNotEqualTo("OTHERS_REFUSED"));
    assertThat(each(reply, "id").getFirst()).isEqualTo(orders.getFirst().id().toString());
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void takesNoneIfOneCannotBeRead() {
    var orders = transfers(ALICE, 2);
    var before = node.contents();
    var body = array(List.of(json(orders.get(0)), "{}", json(orders.get(1))));
    var reply = node.post(ATOMIC, body).with(422);
    assertCounts(reply, 0, 3);
    assertThat(each(reply, "code"))
        .containsExactly("OTHERS_REFUSED", "MALFORMED", "OTHERS_REFUSED");
    assertThat(node.contents()).isEqualTo(before);
    var byLine = lines(ATOMIC, json(orders.get(0)) + "\n{}\n" + json(orders.get(1)));
    assertThat(byLine.with(422).body()).isEqualTo(reply.body());
    assertThat(node.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "yes", "TRUE"})
  void atomicIsTrueOrFalse(String value) {
    node.post(BATCH + "?atomic=" + value, array(List.of())).isProblem(400, "MALFORMED");
  }

  @Test
  void movesNothingWhenItIsSentAgain() {
    var orders = transfers(ALICE, 3);
    var first = node.post(BATCH, batch(orders)).with(200);
    var before = node.contents();
    assertThat(node.post(BATCH, batch(orders)).with(200).body()).isEqualTo(first.body());
    assertThat(node.contents()).isEqualTo(before);
    node.sealAll();
    var sealed = node.post(BATCH, batch(orders)).with(200);
    assertCounts(sealed, 3, 0);
    assertThat(each(sealed, "status")).containsOnly("valid");
  }

  // Keys.

  private static String newKey() {
    return "batch " + UUID.randomUUID();
  }

  private static void assertReplayed(Reply again, Reply first) {
    assertThat(again.with(first.status()).body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
  }

  @Test
  void answersUnderAKeyAgain() {
    var orders = transfers(ALICE, 3);
    var key = newKey();
    var body = array(List.of(json(orders.get(0)), "{}", json(orders.get(1))));
    var first = node.post(BATCH, body, "Idempotency-Key", key).with(200);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    node.sealAll();
    assertReplayed(node.post(BATCH, body, "Idempotency-Key", key), first);
    for (var other : List.of(BATCH + "?atomic=false", ATOMIC)) {
      node.post(other, body, "Idempotency-Key", key).isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    }
    node.post(BATCH, batch(orders), "Idempotency-Key", key)
        .isProblem(422, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void keepsTheKeyOfABatchWithNothingInIt() {
    for (var body : List.of(array(List.of()), array(List.of("{}")))) {
      var key = newKey();
      var first = node.post(BATCH, body, "Idempotency-Key", key).with(200);
      assertReplayed(node.post(BATCH, body, "Idempotency-Key", key), first);
    }
  }

  @Test
  void keepsNoKeyOfWhatWasRefusedAsAWhole() {
    var orders = transfers(ALICE, 2);
    var key = newKey();
    node.post(ATOMIC, batch(List.of(orders.get(1))), "Idempotency-Key", key).with(422);
    node.post(BATCH, batch(orders.subList(0, 1))).with(200);
    var body = batch(List.of(orders.get(1)));
    var taken = node.post(ATOMIC, body, "Idempotency-Key", key).with(200);
    assertReplayed(node.post(ATOMIC, body, "Idempotency-Key", key), taken);
  }

  @Test
  void changesOneThingForTwentyAtOnce() {
    var body = batch(transfers(ALICE, 4));
    var key = newKey();
    var replies = AtOnce.run(20, i -> node.post(BATCH, body, "Idempotency-Key", key));
    assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
    assertThat(replies.stream().map(Reply::body).collect(Collectors.toSet())).hasSize(1);
    assertThat(replies.stream().filter(r -> r.header("Idempotency-Replayed").isEmpty())).hasSize(1);
  }

  @Test
  void takesTheTwoMediaTypesOnly() {
    var body = array(List.of()).getBytes(StandardCharsets.UTF_8);
    for (var type : List.of("text/plain", "application/json;charset=ISO-8859-1", "a/b")) {
      var reply = node.send("POST", BATCH, body, "Content-Type", type);
      reply.isProblem(415, "MEDIA_TYPE_UNSUPPORTED");
      assertThat(reply.header("Accept")).hasValue("application/json, application/x-ndjson");
    }
    node.send("POST", BATCH, body).isProblem(415, "MEDIA_TYPE_UNSUPPORTED");
  }

  @Test
  void signsForAnAdmin() {
    long nonce = node.nextNonce(BlockFixture.TREASURY, "COIN");
    var pay = "{\"kind\":\"transfer\",\"from\":\"treasury\",\"to\":\"shop\",\"amount\":1";
    var foreign =
        "{\"kind\":\"transfer\",\"from\":\"%s\",\"to\":\"shop\",\"amount\":1,\"nonce\":0}"
            .formatted(ALICE.address().shown());
    var reply =
        node.post(BATCH, array(List.of(pay + ",\"nonce\":" + nonce + "}", pay + "}", foreign)));
    assertCounts(reply.with(200), 2, 1);
    assertRefused(reply.list("results").get(2), "SIGNATURE_INVALID");
    assertThat(node.nextNonce(BlockFixture.TREASURY, "COIN")).isEqualTo(nonce + 2);
  }
}
