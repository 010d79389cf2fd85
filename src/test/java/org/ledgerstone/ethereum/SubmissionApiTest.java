package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.ethereum.SubmittingServer.API;
import static org.ledgerstone.ethereum.SubmittingServer.BOB;
import static org.ledgerstone.ethereum.SubmittingServer.payment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ordering, listing and looking at what is written to Ethereum, over HTTP. */
@NeedsTool(Anvil.TOOL)
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class SubmissionApiTest {

  @Parameter private TestDatabase.Kind kind;

  private SubmittingServer server;

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    server = SubmittingServer.on(kind, Map.of());
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  @BeforeEach
  void begin() {
    server.begin();
  }

  @AfterEach
  void end(CapturedOutput output) {
    server.hasShownNothing(output.getAll());
  }

  @Test
  void takesAnOrderAndSaysWhereToLook() {
    var reply = server.post("/transactions", payment("a", "5")).with(202);
    var id = reply.json().get("id");
    assertThat(reply.header("Location")).hasValue(API + "/submissions/" + id);
    assertThat(reply.json())
        .containsOnlyKeys(
            "id",
            "idempotencyKey",
            "state",
            "from",
            "nonce",
            "to",
            "value",
            "data",
            "gasLimit",
            "costMax",
            "accepted")
        .containsEntry("idempotencyKey", "a")
        .containsEntry("state", "ACCEPTED")
        .containsEntry("from", Anvil.RICH.address().shown())
        .containsEntry("nonce", 0)
        .containsEntry("to", BOB)
        .containsEntry("value", "5")
        .containsEntry("data", "0x")
        .containsEntry("gasLimit", 26_250)
        .containsEntry("costMax", "262500000000005");
  }

  @Test
  void takesNothingInTablesOfANewerVersion() {
    server.pay("a", "5");
    var jdbc = server.node.node().get(JdbcClient.class);
    jdbc.sql(
            "insert into flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success)"
                + " values (999, '999', '', 'SQL', '', '', 0, true)")
        .update();
    try {
      server.post("/transactions", payment("b", "5")).isProblem(503, "SCHEMA_NEWER");
      server.post("/submitter/resume", Map.of()).isProblem(503, "SCHEMA_NEWER");
    } finally {
      jdbc.sql("delete from flyway_schema_history where installed_rank = 999").update();
    }
    server.post("/transactions", payment("b", "5")).with(202);
  }

  @Test
  void tellsHowFarItIs() {
    long id = server.pay("a", "5");
    assertThat(server.one(id).list("attempts")).isEmpty();
    server.round();
    var sent = server.one(id);
    assertThat(sent.text("state")).isEqualTo("SENT");
    assertThat(sent.json()).doesNotContainKeys("block", "cost", "transactionHash", "detail");
    assertThat(sent.list("attempts")).hasSize(1);
    var attempt = sent.list("attempts").getFirst();
    assertThat(attempt)
        .containsOnlyKeys(
            "transactionHash", "nonce", "maxFeePerGas", "maxPriorityFeePerGas", "signed")
        .containsEntry("nonce", 0);
    server.anvil().mine(3);
    server.round();
    var done = server.one(id);
    assertThat(done.json())
        .containsEntry("state", "FINAL")
        .containsEntry("transactionHash", attempt.get("transactionHash"))
        .containsKey("cost");
    assertThat(done.object("block")).containsOnlyKeys("number", "hash").containsEntry("number", 1);
    assertThat(done.list("changes"))
        .extracting(change -> change.get("state"))
        .containsExactly("ACCEPTED", "SIGNED", "SENT", "FINAL");
    assertThat(done.list("changes"))
        .extracting(change -> change.get("was"))
        .containsExactly(null, "ACCEPTED", "SIGNED", "SENT");
    assertThat(done.list("changes")).allSatisfy(change -> assertThat(change).containsKey("time"));
    assertThat(server.get("/transactions/" + done.text("transactionHash")).with(200).json())
        .containsEntry("final", true);
  }

  @Test
  void makesAContractWhereThatIsSaid() {
    var body = new HashMap<String, Object>();
    body.put("to", null);
    body.put("value", "0");
    body.put("data", "0x600160005360016000F3");
    body.put("idempotencyKey", "contract");
    var reply = server.post("/transactions", body).with(202);
    assertThat(reply.json())
        .containsEntry("to", null)
        .containsEntry("data", "0x600160005360016000f3");
    server.round();
    server.anvil().mine(3);
    server.round();
    var done = server.one(((Number) reply.json().get("id")).longValue());
    assertThat(done.text("state")).isEqualTo("FINAL");
    var made =
        server.get("/transactions/" + done.text("transactionHash")).with(200).object("receipt");
    var code =
        server.anvil().call("eth_getCode", made.get("contractAddress"), "latest").stringValue();
    assertThat(code).isEqualTo("0x01");
  }

  @Test
  void takesTheSameOnceEvenWhileTheNodeIsAway() {
    var first = server.post("/transactions", payment("a", "5")).with(202);
    server.wire.rule((method, call, real) -> Optional.empty());
    server.nextLook();
    var again = server.post("/transactions", payment("a", "5")).with(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    var inAnotherForm =
        "{\"idempotencyKey\":\"a\",\"data\":\"0x\",\"value\":5,\"to\":\"%s\"}"
            .formatted(BOB.toLowerCase(Locale.ROOT));
    assertThat(server.post("/transactions", inAnotherForm).with(202).body())
        .isEqualTo(first.body());
    server.post("/transactions", payment("a", "6")).isProblem(422, "IDEMPOTENCY_KEY_REUSED");
    server.post("/transactions", payment("b", "5")).isProblem(503, "ETHEREUM_AWAY");
    assertThat(server.get("/submissions").items()).hasSize(1);
  }

  @Test
  void listsTheNewestFirst() {
    assertThat(server.get("/submissions").items()).isEmpty();
    for (int i = 1; i <= 5; i++) {
      server.pay("k" + i, "" + i);
    }
    assertThat(server.get("/submissions").items())
        .extracting(one -> one.get("idempotencyKey"))
        .containsExactly("k5", "k4", "k3", "k2", "k1");
    var first = server.get("/submissions?limit=2");
    assertThat(first.items()).extracting(one -> one.get("value")).containsExactly("5", "4");
    server.pay("k6", "6");
    var second = server.get("/submissions?limit=2&cursor=" + first.text("next"));
    assertThat(second.items()).extracting(one -> one.get("value")).containsExactly("3", "2");
    var last = server.get("/submissions?limit=2&cursor=" + second.text("next"));
    assertThat(last.items()).extracting(one -> one.get("value")).containsExactly("1");
    assertThat(last.json()).containsEntry("next", null);
    assertThat(server.get("/submissions?limit=6").json()).containsEntry("next", null);
  }

  @Test
  void refusesAListThatIsNone() {
    server.get("/submissions?limit=0").isProblem(400, "LIMIT_INVALID");
    server.get("/submissions?limit=1001").isProblem(400, "LIMIT_INVALID");
    server.get("/submissions?cursor=x").isProblem(400, "CURSOR_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "01", "-1", "x", "1.0", "0x1", "9999999999999999999", "%20"})
  void refusesAnIdThatIsNone(String id) {
    server.get("/submissions/" + id).isProblem(400, "MALFORMED");
  }

  @Test
  void knowsNoOther() {
    server.get("/submissions/999999999999999999").isProblem(404, "NOT_FOUND");
    server.post("/submissions", "{}").isProblem(405, "METHOD_NOT_ALLOWED");
    server.get("/submitter/resume").isProblem(405, "METHOD_NOT_ALLOWED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          to             | "value":"1","idempotencyKey":"a"
          to             | "to":null,"value":"1","idempotencyKey":"a"
          to             | "to":null,"value":"1","data":"0x","idempotencyKey":"a"
          to             | "value":"1","data":"0x00","idempotencyKey":"a"
          to             | "to":5,"value":"1","idempotencyKey":"a"
          to             | "to":"","value":"1","idempotencyKey":"a"
          to             | "to":"treasury","value":"1","idempotencyKey":"a"
          to             | "to":"0x12","value":"1","idempotencyKey":"a"
          to             | "to":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92267","value":"1","idempotencyKey":"a"
          value          | TO"idempotencyKey":"a"
          value          | TO"value":null,"idempotencyKey":"a"
          value          | TO"value":"-1","idempotencyKey":"a"
          value          | TO"value":-1,"idempotencyKey":"a"
          value          | TO"value":"01","idempotencyKey":"a"
          value          | TO"value":1.5,"idempotencyKey":"a"
          value          | TO"value":"1e3","idempotencyKey":"a"
          value          | TO"value":"0x1","idempotencyKey":"a"
          value          | TO"value":9007199254740992,"idempotencyKey":"a"
          value          | TO"value":"115792089237316195423570985008687907853269984665640564039457584007913129639936","idempotencyKey":"a"
          data           | TO"value":"1","data":"00","idempotencyKey":"a"
          data           | TO"value":"1","data":"0x0","idempotencyKey":"a"
          data           | TO"value":"1","data":"0xgg","idempotencyKey":"a"
          data           | TO"value":"1","data":"0X00","idempotencyKey":"a"
          data           | TO"value":"1","data":5,"idempotencyKey":"a"
          idempotencyKey | TO"value":"1"
          idempotencyKey | TO"value":"1","idempotencyKey":null
          idempotencyKey | TO"value":"1","idempotencyKey":""
          idempotencyKey | TO"value":"1","idempotencyKey":"a b"
          idempotencyKey | TO"value":"1","idempotencyKey":"ä"
          idempotencyKey | TO"value":"1","idempotencyKey":"a\\u0000"
          idempotencyKey | TO"value":"1","idempotencyKey":7
          idempotencyKey | TO"value":"1","idempotencyKey":"ledgerstone-anchor-"
          idempotencyKey | TO"value":"1","idempotencyKey":"ledgerstone-anchor-7-ab"
          null makes     | "to":null,"value":"1","idempotencyKey":"a"
          40 hex digits  | "to":"treasury","value":"1","idempotencyKey":"a"
          gas            | TO"value":"1","gas":"1","idempotencyKey":"a"
          nonce          | TO"value":"1","nonce":0,"idempotencyKey":"a"
          value          | TO"value":"1","value":"1","idempotencyKey":"a"
          """)
  void refusesABodyThatSaysSomethingElse(String field, String body) {
    var text = "{" + body.replace("TO", "\"to\":\"" + BOB + "\",") + "}";
    var reply = server.post("/transactions", text).isProblem(400, "MALFORMED");
    assertThat(reply.text("detail")).contains(field);
    assertThat(server.get("/submissions").items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"x\"", "{}{}"})
  void refusesWhatIsNoObject(String body) {
    server.post("/transactions", body).isProblem(400, "MALFORMED");
  }

  private static Map<String, String> withData(String key, int bytes) {
    return Map.of(
        "to", BOB, "value", "0", "data", "0x" + "00".repeat(bytes), "idempotencyKey", key);
  }

  @Test
  void takesSoMuchAndNoMore() {
    server.post("/transactions", withData("a", EthereumOrder.DATA_BYTES_MAX)).with(202);
    server
        .post("/transactions", withData("b", EthereumOrder.DATA_BYTES_MAX + 1))
        .isProblem(400, "MALFORMED");
    server
        .post("/transactions", withData("c", EthereumOrder.DATA_BYTES_MAX + 2_048))
        .isProblem(413, "BODY_TOO_LARGE");
    server.post("/transactions", payment("k".repeat(200), "1")).with(202);
    server.post("/transactions", payment("k".repeat(201), "1")).isProblem(400, "MALFORMED");
    var body = "{\"to\":\"" + BOB + "\",\"value\":\"1\",\"idempotencyKey\":\"d\"}";
    server
        .node
        .send(
            "POST",
            API + "/transactions",
            body.getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "text/plain")
        .isProblem(415, "MEDIA_TYPE_UNSUPPORTED");
  }

  @Test
  void saysHowTheSubmitterIs() {
    server.round();
    assertThat(server.get("").object("submitter"))
        .isEqualTo(
            Map.of(
                "state", "RUNNING",
                "open", 0,
                "spentLastDay", "0",
                "dailyCap", "100000000000000000"));
    server.pay("a", "5");
    server.round();
    assertThat(server.get("").object("submitter"))
        .isEqualTo(
            Map.of(
                "state", "RUNNING",
                "nextNonce", 1,
                "open", 1,
                "spentLastDay", "262500000000005",
                "dailyCap", "100000000000000000"));
  }

  @Test
  void saysThatTheNodeIsAwayAlsoBeforeTheFirstOrder() {
    server.wire.rule((method, call, real) -> Optional.empty());
    server.nextLook();
    server.round();
    assertThat(server.get("").object("submitter")).containsEntry("state", "AWAY");
  }

  @Test
  void hasNothingToResumeWhereNothingIsHalted(CapturedOutput output) {
    server.post("/submitter/resume", "").with(200);
    server.pay("a", "5");
    var before = server.get("").object("submitter");
    assertThat(server.post("/submitter/resume", "").with(200).json()).isEqualTo(before);
    assertThat(output.getAll()).doesNotContain("goes on");
  }

  @Test
  void goesOnAfterAHaltWhenItIsTold() {
    long id = server.pay("a", "5");
    server.anvil().send(Map.of("to", BOB, "value", "0x64"));
    server.anvil().mine(3);
    server.round();
    var taken = server.one(id);
    assertThat(taken.text("state")).isEqualTo("TAKEN");
    assertThat(taken.text("detail")).contains("was used by");
    var halted = server.get("").object("submitter");
    assertThat(halted).containsEntry("state", "HALTED").containsKey("detail");
    server.post("/transactions", payment("b", "1")).isProblem(409, "ETHEREUM_HALTED");
    var resumed = server.post("/submitter/resume", "").with(200);
    assertThat(resumed.json())
        .containsEntry("state", "RUNNING")
        .containsEntry("nextNonce", 2)
        .doesNotContainKey("detail");
    server.round();
    assertThat(server.one(id).json()).containsEntry("state", "SENT").containsEntry("nonce", 1);
    server.wire.rule((method, call, real) -> Optional.empty());
    server.nextLook();
    var away = server.post("/submitter/resume", "").isProblem(503, "ETHEREUM_AWAY");
    assertThat(away.header("Retry-After")).isPresent();
  }
}
