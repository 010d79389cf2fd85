package org.ledgerstone.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** The third document's paths, each with the exact answer. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class ThirdDocumentTest {

  private static final String PAYMENT =
      "{\"sender\":\"treasury\",\"recipient\":\"users:ann\",\"amount\":5}";

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

  private Reply add(Object body) {
    return node.post("/transactions/new", body);
  }

  private void isTaken(Reply reply) {
    int next = (Integer) node.head().get("index") + 1;
    assertThat(reply.with(201).json())
        .isEqualTo(Map.of("message", "Transaction will be added to Block " + next));
    assertThat(reply.header("Content-Type")).hasValue("application/json");
  }

  private Map<String, Object> taken(Reply reply) {
    isTaken(reply);
    return node.get(reply.header("Location").orElseThrow()).with(200).json();
  }

  @Test
  void takesATransferOfANamedAccount() {
    assertThat(taken(add(PAYMENT)))
        .containsEntry("from", "treasury")
        .containsEntry("to", "users:ann")
        .containsEntry("amount", "5")
        .containsEntry("asset", "COIN")
        .containsEntry("scheme", 2);
    isTaken(add(PAYMENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Sender\":\"treasury\",\"Recipient\":\"users:ann\",\"Amount\":5}",
        "{\"SENDER\":\"treasury\",\"recipient\":\"users:ann\",\"aMOUNT\":5}",
        "{\"sender\":\"treasury\",\"recipient\":\"users:ann\",\"amount\":\"5\"}"
      })
  void takesWhatClientsInOtherLanguagesWrite(String body) {
    assertThat(taken(add(body))).containsEntry("amount", "5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense", ""})
  void readsJsonWhateverItsTypeSays(String type) {
    var headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
    isTaken(node.send("POST", "/transactions/new", PAYMENT.getBytes(UTF_8), headers));
  }

  @Test
  void takesADoubleSlash() {
    isTaken(node.post("//transactions/new", PAYMENT));
    isTaken(node.post("/transactions//new", PAYMENT));
    node.get("//chain").with(200);
    node.get("//mine").with(200);
  }

  @Test
  void takesABodyOnGet() {
    for (var path : List.of("/chain", "/mine")) {
      node.send("GET", path, "{\"a\":1}".getBytes(UTF_8), "Content-Type", "application/json")
          .with(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"sender\":\"treasury\",\"recipient\":\"users:ann\"}",
        "{\"sender\":\"treasury\",\"amount\":5}",
        "{\"recipient\":\"users:ann\",\"amount\":5}",
        "{\"sender\":null,\"recipient\":\"users:ann\",\"amount\":5}"
      })
  void refusesMissingValues(String body) {
    add(body).isPlainText(400, "Missing values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                                  | 400 | MALFORMED",
        "nonsense                                                            | 400 | MALFORMED",
        "{'sender':'treasury','recipient':'users:ann','amount':5,'Sender':1} | 400 | MALFORMED",
        "{'sender':'treasury','recipient':'users:ann','amount':5,'memo':'x'} | 400 | MALFORMED",
        "{'sender':'treasury','recipient':'users:ann','amount':5.0}          | 400 |"
            + " AMOUNT_INVALID",
        "{'sender':'treasury','recipient':'users:ann','amount':'5.0'}        | 400 |"
            + " AMOUNT_INVALID",
        "{'sender':'treasury','recipient':'users:ann','amount':0}            | 400 |"
            + " AMOUNT_INVALID",
        "{'sender':'treasury','recipient':'users:ann','amount':-5}           | 400 |"
            + " AMOUNT_INVALID",
        "{'sender':'Treasury','recipient':'users:ann','amount':5}            | 400 |"
            + " ADDRESS_INVALID",
        "{'sender':'treasury','recipient':'0x12','amount':5}                 | 400 |"
            + " ADDRESS_INVALID",
        "{'sender':'treasury','recipient':'treasury','amount':5}             | 422 | SELF_TRANSFER",
        "{'sender':'0','recipient':'users:ann','amount':5}                   | 422 |"
            + " BALANCE_TOO_LOW",
      })
  void refusesWhatIsWrong(String body, int status, String code) {
    add(body.replace('\'', '"')).isProblem(status, code);
  }

  private Map<String, Object> order(Address sender, Address recipient) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("sender", sender.shown());
    fields.put("recipient", recipient.shown());
    fields.put("amount", 7);
    return fields;
  }

  @Test
  void takesASignature() {
    var draft = node.draft(BlockFixture.ALICE);
    draft.to = BlockFixture.BOB.address();
    draft.amount = 7;
    var order = order(draft.from, draft.to);
    order.put("signature", Wire.order(draft.order()).get("signature"));
    order.put("nonce", draft.nonce.orElseThrow());
    var id = taken(add(order)).get("id");
    assertThat(taken(add(order))).containsEntry("id", id);
    order.put("amount", 8);
    assertThat(add(order).isProblem(422, "SIGNATURE_MISMATCH").text("detail"))
        .startsWith("Only the owner can make a transaction! The digest to sign");
    order.put("signature", "0x00");
    add(order).isProblem(400, "MALFORMED");
  }

  @Test
  void signsForItsOwnWalletAndNobodyElses() {
    node.generate();
    assertThat(taken(add(order(BlockFixture.OPERATOR.address(), BlockFixture.BOB.address()))))
        .containsEntry("from", BlockFixture.OPERATOR.address().shown());
    var refused =
        add(order(BlockFixture.ALICE.address(), BlockFixture.BOB.address()))
            .isProblem(401, "SIGNATURE_MISSING");
    assertThat(refused.header("WWW-Authenticate")).isPresent();
    assertThat(refused.text("detail")).contains("The text to sign is: ");
  }

  /** Its text would be refused by whoever checks it. */
  @Test
  void namesNoTextToSignWhereANamedAccountReceives() {
    var order = order(BlockFixture.ALICE.address(), BlockFixture.TREASURY);
    var detail = add(order).isProblem(401, "SIGNATURE_MISSING").text("detail");
    assertThat(detail)
        .startsWith("Only the owner can make a transaction! Add the sender's next nonce")
        .doesNotContain("text to sign");
    order.put("nonce", 0);
    assertThat(add(order).isProblem(401, "SIGNATURE_MISSING").text("detail"))
        .contains("The digest to sign");
  }

  @Test
  void needsTheOperatorForANamedAccount() {
    try (var none =
        HttpNode.start(kind, BlockFixture.OPERATOR, g -> g.operator = Optional.empty())) {
      none.post("/transactions/new", PAYMENT).isProblem(422, "OPERATOR_MISSING");
    }
    try (var other = HttpNode.start(kind, BlockFixture.MINER, g -> {})) {
      other.post("/transactions/new", PAYMENT).isProblem(401, "SIGNATURE_MISSING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*/*", "application/json", "text/html;q=0, */*", "nonsense"})
  void minesAlsoAnEmptyPool(String accept) {
    node.sealAll();
    var head = node.head();
    var mined = accept.isEmpty() ? node.get("/mine") : node.get("/mine", "Accept", accept);
    assertThat(mined.with(200).header("Content-Type")).hasValue("application/json");
    assertThat(mined.json())
        .containsOnlyKeys("message", "index", "transactions", "proof", "previous_hash")
        .containsEntry("message", "New Block Forged")
        .containsEntry("index", (Integer) head.get("index") + 1)
        .containsEntry("previous_hash", head.get("hash"));
    assertThat(mined.json().get("proof").toString()).isEqualTo(node.head().get("nonce"));
    assertThat(mined.list("transactions")).hasSize(1);
    assertThat(mined.list("transactions").getFirst())
        .containsEntry("sender", "")
        .containsEntry("recipient", BlockFixture.OPERATOR.address().shown())
        .containsEntry("amount", 10);
  }

  @Test
  void saysThatThereIsNothingToMineWithoutAReward() {
    try (var poor =
        HttpNode.start(kind, BlockFixture.OPERATOR, g -> g.reward = java.math.BigInteger.ZERO)) {
      poor.get("/mine").isProblem(409, "NOTHING_TO_SEAL");
      assertThat(poor.get("/mine", "Accept", "text/html").with(200).body())
          .isEqualTo("No transactions to mine");
      poor.post("/transactions/new", PAYMENT).with(201);
      assertThat(poor.get("/mine").with(200).list("transactions").getFirst())
          .containsEntry("sender", "treasury")
          .containsEntry("recipient", "users:ann")
          .containsEntry("amount", 5);
    }
  }

  @Test
  void saysWhichMethodIsRight() {
    var refused = node.get("/transactions/new").isProblem(405, "METHOD_NOT_ALLOWED");
    assertThat(refused.header("Allow")).hasValue("POST");
  }
}
