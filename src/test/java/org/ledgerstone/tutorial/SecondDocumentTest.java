package org.ledgerstone.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The second document's paths, each with the exact answer. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class SecondDocumentTest {

  private static final String PAGE =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  private static final String ANN = "{\"author\":\"Ann\",\"content\":\"Hello\"}";

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

  private Reply post(String body) {
    return node.post("/new_transaction", body);
  }

  private List<Map<String, Object>> pending() {
    var reply = node.get("/pending_tx").with(200);
    assertThat(reply.header("Content-Type")).hasValue("application/json");
    return new JsonMapper().readValue(reply.body(), new TypeReference<>() {});
  }

  @Test
  void takesAPost() {
    node.sealAll();
    long before = System.currentTimeMillis() / 1000;
    var taken = post("{\"author\":\"Ann\",\"content\":\"<b>Grüße</b>\",\"timestamp\":12.5}");
    taken.isPlainText(201, "Success");
    var held = pending();
    assertThat(held).hasSize(1);
    assertThat(held.getFirst())
        .containsEntry("author", "Ann")
        .containsEntry("content", "<b>Grüße</b>")
        .containsEntry("sender", "")
        .containsEntry("recipient", "")
        .containsEntry("receiver", "")
        .containsEntry("amount", 0);
    assertThat(((Number) held.getFirst().get("timestamp")).doubleValue())
        .isBetween((double) before, before + 60.0);
    assertThat(node.get(taken.header("Location").orElseThrow()).with(200).json())
        .containsEntry("kind", "post")
        .containsEntry("scheme", 0)
        .containsEntry("status", "pending");
  }

  @Test
  void takesTheSamePostAgain() {
    node.sealAll();
    post(ANN).isPlainText(201, "Success");
    post(ANN).isPlainText(201, "Success");
    assertThat(pending()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense", ""})
  void readsJsonWhateverItsTypeSays(String type) {
    var headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
    node.send("POST", "/new_transaction", ANN.getBytes(UTF_8), headers).isPlainText(201, "Success");
  }

  @Test
  void takesTheLinesOfAForm() {
    node.sealAll();
    post("{\"author\":\"Ann\",\"content\":\"one\\r\\ntwo\\rthree\\n\"}")
        .isPlainText(201, "Success");
    assertThat(pending().getFirst()).containsEntry("content", "one\ntwo\nthree\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "nonsense",
        "{\"author\":\"Ann\"}",
        "{\"content\":\"Hello\"}",
        "{\"author\":\"\",\"content\":\"Hello\"}",
        "{\"author\":\"Ann\",\"content\":\"\"}",
        "{\"author\":null,\"content\":\"Hello\"}",
        "{\"author\":5,\"content\":\"Hello\"}",
        "{\"author\":\"Ann\",\"content\":[\"Hello\"]}",
        "{\"author\":\"Ann\",\"author\":\"Bob\",\"content\":\"Hello\"}"
      })
  void refusesWhatIsNoPost(String body) {
    int before = pending().size();
    post(body).isPlainText(404, "Invalid transaction data");
    assertThat(pending()).hasSize(before);
  }

  @Test
  void saysWhyAPostCannotBeTaken() {
    post("{\"author\":\"Ann\",\"content\":\"" + "x".repeat(4001) + "\"}")
        .isPlainText(
            404, "Invalid transaction data: content: it has 4001 characters, not 1 to 4000");
    post("{\"author\":\"Ann\",\"content\":\"Hello\",\"mood\":\"good\"}")
        .isPlainText(
            404,
            "Invalid transaction data: mood: this field is not known here; known are author,"
                + " content, timestamp.");
    node.post("/new_transaction", " ".repeat(70_000)).isProblem(413, "BODY_TOO_LARGE");
  }

  @Test
  void takesNoPostWhereTheLedgerTakesNone() {
    try (var silent = HttpNode.start(kind, BlockFixture.OPERATOR, g -> g.posts = Posts.OFF)) {
      silent.post("/new_transaction", ANN).isProblem(422, "POSTS_OFF");
    }
    try (var signed = HttpNode.start(kind, BlockFixture.OPERATOR, g -> g.posts = Posts.SIGNED)) {
      signed.post("/new_transaction", ANN).isProblem(422, "POST_UNSIGNED");
    }
  }

  @Test
  void minesForAPersonOnlyWhatIsThere() {
    node.sealAll();
    var head = node.head();
    node.get("/mine", "Accept", PAGE).isPlainText(200, "No transactions to mine");
    assertThat(node.head()).isEqualTo(head);
    post(ANN);
    int next = (Integer) head.get("index") + 1;
    node.get("/mine", "Accept", PAGE).isPlainText(200, "Block #" + next + " is mined.");
    assertThat(node.head()).containsEntry("index", next).containsEntry("transactionCount", 2);
    node.get("/mine", "Accept", "text/html").isPlainText(200, "No transactions to mine");
  }

  @Test
  void takesAWholeBlock() {
    var block = node.chain().next().by(BlockFixture.BOB).block();
    node.post("/add_block", Wire.block(block)).isPlainText(201, "Block added to the chain");
    assertThat(node.head()).containsEntry("hash", block.hash().toString());
    node.post("/add_block", Wire.block(block)).isPlainText(201, "Block added to the chain");
    var shown = node.get("/api/v1/blocks/head?transactions=true").body();
    node.post("/add_block", shown).isPlainText(201, "Block added to the chain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | The body is no JSON that can be read: line 1, column 1.",
        "[]       | The body has to be an object, not an array.",
        "''       | The body is empty; JSON is expected.",
        "{}       | It has no seal. Send a whole block as GET"
            + " /api/v1/blocks/{index}?transactions=true gives it."
      })
  void discardsWhatIsNoBlock(String body, String reason) {
    node.post("/add_block", body)
        .isPlainText(400, "The block was discarded by the node: " + reason);
  }

  @Test
  void discardsABlockAndNamesTheRule() {
    var own = new LinkedHashMap<String, Object>();
    own.put("index", 2);
    own.put("transactions", List.of());
    own.put("timestamp", 1_700_000_000.5);
    own.put("previous_hash", "1");
    own.put("nonce", 0);
    own.put("hash", "2");
    assertThat(discarded(own)).startsWith("It has no seal.");
    var unmined = node.chain().next();
    unmined.mined = false;
    assertThat(discarded(Wire.block(unmined.block())))
        .startsWith("A valid block shows its work. The hash needs 4 leading zero bits.");
    var aside = node.chain().next().by(BlockFixture.BOB).block();
    node.generate();
    node.generate();
    assertThat(discarded(Wire.block(aside)))
        .startsWith("The block is valid but kept aside")
        .endsWith("previous_hash must be " + node.head().get("hash") + ".");
    assertThat(discarded(Wire.block(aside))).startsWith("The block is valid but kept aside");
  }

  private String discarded(Map<String, Object> block) {
    var reply = node.post("/add_block", block).with(400);
    reply.saysNothingOfTheInside();
    assertThat(reply.body()).startsWith("The block was discarded by the node: ");
    return reply.body().substring("The block was discarded by the node: ".length());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /new_transaction, POST",
    "POST, /chain, GET",
    "POST, /mine, GET",
    "DELETE, /pending_tx, GET",
    "GET, /add_block, POST",
  })
  void saysWhichMethodIsRight(String method, String path, String allowed) {
    var refused = node.send(method, path, new byte[0]).isProblem(405, "METHOD_NOT_ALLOWED");
    assertThat(refused.header("Allow").orElseThrow().split(", ")).contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chain/", "/mine/", "/pending_tx/"})
  void takesNoTrailingSlash(String path) {
    node.get(path).isProblem(404, "NOT_FOUND");
  }
}
