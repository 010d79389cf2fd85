package org.ledgerstone.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.jcajce.provider.digest.Keccak;
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
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/** The first document's four paths, as its readers call them. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class FirstDocumentTest {

  private static final String ALICE = "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A";
  private static final String BOB = "0x1563915e194D8CfBA1943570603F7606A3115508";

  /** Of the vectors: alice pays bob 10. */
  private static final String SIGNATURE =
      "0x015e34129f3cf5c72574ab519b4179985720c0655c93587af8cc642c8e5e7db2"
          + "046136149e19e4e1fb05df0c4c36197a4fd650f882f708bdf1d2ce1ac5afe0801b";

  /** The block of the document's own example. */
  private static final String SAMPLE_BLOCK =
      """
      {"index": 2, "previous_hash": "1", "timestamp": "2022-01-01T10:00:00Z",
       "data": "Hello world!", "hash": "2"}
      """;

  private static final Address RICH = new Address("rich");

  @Parameter TestDatabase.Kind kind;

  private HttpNode node;

  @BeforeParameterizedClassInvocation
  void start() {
    node =
        HttpNode.start(
            kind,
            BlockFixture.MINER,
            draft ->
                draft.allocations.add(
                    new Genesis.Share(BlockFixture.COIN, RICH, Amount.of(1L << 53))));
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private static Map<String, Object> order(
      WalletKey from, Address to, Object amount, String signature) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("sender", from.address().shown());
    fields.put("receiver", to.shown());
    fields.put("amount", amount);
    fields.put("signature", signature);
    return fields;
  }

  /** An order signed as the document has it: sender, receiver and amount without a gap. */
  private static Map<String, Object> signed(WalletKey from, Address to, long amount) {
    var text = from.address().shown() + to.shown() + amount;
    return order(from, to, amount, personalSign(from, text));
  }

  private static String personalSign(WalletKey key, String text) {
    var digest =
        new Keccak.Digest256()
            .digest(("\u0019Ethereum Signed Message:\n" + text.length() + text).getBytes(UTF_8));
    return key.sign(digest).toString();
  }

  private Reply add(Object order) {
    return node.post("/add_transaction/", order);
  }

  private static String refusal(Reply reply) {
    assertThat(reply.header("Content-Type")).hasValue("application/json");
    assertThat(reply.with(400).json())
        .containsOnlyKeys("success", "error")
        .containsEntry("success", false);
    reply.saysNothingOfTheInside();
    return reply.text("error");
  }

  @Test
  void takesTheSignatureOfTheVectorsOnce() {
    var order =
        "{\"sender\":\"%s\",\"receiver\":\"%s\",\"amount\":10,\"signature\":\"%s\"}"
            .formatted(ALICE, BOB, SIGNATURE);
    var taken = add(order).with(200);
    assertThat(taken.json()).containsOnlyKeys("success", "id").containsEntry("success", true);
    assertThat(taken.text("id")).matches("[0-9a-f]{64}");
    assertThat(node.get("/api/v1/transactions/" + taken.text("id")).json())
        .containsEntry("scheme", 1)
        .containsEntry("amount", "10")
        .containsEntry("authorization", SIGNATURE);
    var repeated =
        "already accepted as " + taken.text("id") + "; add a nonce to pay the same again";
    assertThat(refusal(add(order))).isEqualTo(repeated);
    node.get("/generate_block/").with(200);
    assertThat(refusal(add(order.replace("10", "\"10\"")))).isEqualTo(repeated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense",
        ""
      })
  void readsJsonWhateverItsTypeSays(String type) {
    var to = BlockFixture.key(0xa0 + type.length()).address();
    var body = json(signed(BlockFixture.ALICE, to, 1));
    var headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
    for (var path : List.of("/add_transaction/", "/add_transaction")) {
      var reply = node.send("POST", path, body.getBytes(UTF_8), headers);
      if (path.endsWith("/")) {
        assertThat(reply.with(200).json()).containsEntry("success", true);
      } else {
        assertThat(refusal(reply)).startsWith("already accepted as ");
      }
    }
  }

  private static String json(Map<String, Object> fields) {
    return new JsonMapper().writeValueAsString(fields);
  }

  @Test
  void takesABase64Signature() {
    var order = signed(BlockFixture.ALICE, BlockFixture.BOB.address(), 3);
    var bytes = HexFormat.of().parseHex(((String) order.get("signature")).substring(2));
    order.put("signature", Base64.getEncoder().encodeToString(bytes));
    add(order).with(200);
  }

  @Test
  void takesTheSamePaymentAgainUnderANonce() {
    var draft = node.draft(BlockFixture.BOB);
    draft.to = BlockFixture.ALICE.address();
    draft.amount = 4;
    add(signed(BlockFixture.BOB, draft.to, 4)).with(200);
    var signature = Wire.order(draft.order()).get("signature");
    var order = order(BlockFixture.BOB, draft.to, 4, (String) signature);
    order.put("nonce", draft.nonce.orElseThrow());
    var taken = add(order).with(200);
    assertThat(add(order).with(200).text("id")).isEqualTo(taken.text("id"));
    order.put("amount", 5);
    var digest = draft;
    digest.amount = 5;
    assertThat(refusal(add(order)))
        .startsWith("Only the owner can make a transaction!")
        .endsWith(
            "0x" + HexFormat.of().formatHex(node.rules().typedData().digest(digest.transfer())));
  }

  @Test
  void printsTheTextToSign() {
    var order = signed(BlockFixture.BOB, BlockFixture.ALICE.address(), 7);
    order.put("sender", ALICE);
    order.put("receiver", BOB.toLowerCase(Locale.ROOT));
    assertThat(refusal(add(order)))
        .isEqualTo(
            "Only the owner can make a transaction! The text to sign is: " + ALICE + BOB + "7");
  }

  @Test
  void signsForItsOwnWalletOnly() {
    node.get("/generate_block/").with(200);
    var order = signed(BlockFixture.MINER, BlockFixture.ALICE.address(), 1);
    order.remove("signature");
    var first = add(order).with(200).text("id");
    assertThat(node.get("/api/v1/transactions/" + first).json()).containsEntry("scheme", 2);
    assertThat(add(order).with(200).text("id")).isNotEqualTo(first);
    order.put("sender", ALICE);
    order.put("receiver", BOB);
    assertThat(refusal(add(order)))
        .isEqualTo(
            "Only the owner can make a transaction! The text to sign is: " + ALICE + BOB + "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sender   | 0x123       | sender: ",
        "receiver | 0x123       | receiver: ",
        "amount   | 0           | amount: ",
        "amount   | 1.0         | amount: ",
        "nonce    | x           | nonce: ",
        "signature| 0x00        | Send the 65 bytes",
        "signature|             | Only the owner",
        "surprise | 1           | surprise: "
      })
  void saysWhichFieldIsWrong(String field, String value, String error) {
    var order = signed(BlockFixture.ALICE, BlockFixture.BOB.address(), 9);
    order.put(field, value);
    assertThat(refusal(add(order))).startsWith(error);
  }

  @Test
  void refusesWhatIsNotThere() {
    var order = signed(BlockFixture.key(0x77), BlockFixture.BOB.address(), 1);
    assertThat(refusal(add(order))).contains("available");
    assertThat(refusal(add("not json"))).isNotEmpty();
    assertThat(refusal(add(""))).isNotEmpty();
    assertThat(refusal(add("[]"))).isNotEmpty();
  }

  @Test
  void refusesTheSampleBlockAndSaysWhy() {
    node.generate();
    var head = node.head();
    assertThat(refusal(node.post("/add_block/", SAMPLE_BLOCK)))
        .contains("previous_hash must be " + head.get("hash"))
        .contains("index must be " + ((Integer) head.get("index") + 1))
        .contains("hash must be the SHA-256 of the header text")
        .contains("4 leading zero bits")
        .contains("{\"data\":\"…\"}");
    assertThat(node.head()).isEqualTo(head);
    assertThat(refusal(node.post("/add_block/", "{}"))).contains("{\"data\":\"…\"}");
  }

  @Test
  void sealsABlockWithTheGivenData() {
    var head = node.head();
    var sealed = node.post("/add_block/", "{\"data\":\"Hello world!\"}").with(200);
    assertThat(sealed.json()).containsOnlyKeys("success", "block").containsEntry("success", true);
    assertThat(sealed.object("block"))
        .containsEntry("index", (Integer) head.get("index") + 1)
        .containsEntry("previous_hash", head.get("hash"))
        .containsEntry("data", "Hello world!")
        .containsEntry("hash", node.head().get("hash"));
    assertThat(refusal(node.post("/add_block/", "{\"data\":5}"))).startsWith("data: ");
    assertThat(refusal(node.post("/add_block/", "{\"data\":\"\\u0001\"}"))).contains("data: ");
  }

  @Test
  void appendsAWholeBlockInBothSpellings() {
    var block = node.chain().next().by(BlockFixture.BOB).block();
    var body = Wire.block(block);
    body.put("previous_hash", body.get("previousHash"));
    body.put("timestamp", body.get("time"));
    var wrong = new LinkedHashMap<>(body);
    wrong.put("timestamp", "2022-01-01T10:00:00Z");
    assertThat(refusal(node.post("/add_block/", wrong))).startsWith("timestamp: ");
    var unmined = new LinkedHashMap<>(body);
    unmined.put("hash", "2");
    assertThat(refusal(node.post("/add_block/", unmined))).contains(block.hash().toString());
    assertThat(node.post("/add_block/", body).with(200).json()).isEqualTo(Map.of("success", true));
    assertThat(node.head()).containsEntry("hash", block.hash().toString());
    assertThat(node.post("/add_block/", body).with(200).json()).isEqualTo(Map.of("success", true));
  }

  @Test
  void namesTheRuleThatAWholeBlockBreaks() {
    var draft = node.chain().next();
    draft.mined = false;
    assertThat(refusal(node.post("/add_block/", Wire.block(draft.block()))))
        .startsWith("A valid block shows its work. The hash needs 4 leading zero bits.")
        .contains("{\"data\":\"…\"}");
    var orphan = node.chain().next();
    orphan.previous = Hash.ZERO;
    assertThat(refusal(node.post("/add_block/", Wire.block(orphan.block()))))
        .startsWith("A valid block stands on its parent.");
  }

  @Test
  void minesThePoolAndTheReward() {
    node.sealAll();
    var order = signed(BlockFixture.ALICE, BlockFixture.BOB.address(), 11);
    var id = add(order).with(200).text("id");
    for (var path : List.of("/generate_block/", "/generate_block")) {
      for (var method : List.of("GET", "POST")) {
        var mined = node.send(method, path, new byte[0]).with(200);
        assertThat(mined.json())
            .containsOnlyKeys("success", "mined_block")
            .containsEntry("success", true);
        var block = mined.object("mined_block");
        assertThat(block)
            .containsKeys("index", "previous_hash", "timestamp", "data", "hash", "transactions")
            .containsEntry("hash", node.head().get("hash"));
        @SuppressWarnings("unchecked")
        var held = (List<Map<String, Object>>) block.get("transactions");
        assertThat(held.getFirst())
            .containsEntry("sender", "")
            .containsEntry("receiver", BlockFixture.MINER.address().shown())
            .containsEntry("amount", 10);
        if (held.size() > 1) {
          assertThat(held.get(1))
              .containsEntry("sender", ALICE)
              .containsEntry("receiver", BOB)
              .containsEntry("amount", 11)
              .containsEntry("id", id);
        }
      }
    }
    assertThat(node.get("/api/v1/transactions/" + id).json()).containsEntry("status", "valid");
  }

  @Test
  void tellsABalance() {
    node.sealAll();
    var receiver = BlockFixture.key(0x78).address();
    assertThat(balance(receiver.shown()))
        .isEqualTo(Map.of("success", true, "balance", 0, "valid", 0, "pending", 0));
    add(signed(BlockFixture.ALICE, receiver, 25)).with(200);
    assertThat(balance(receiver.text()))
        .isEqualTo(Map.of("success", true, "balance", 25, "valid", 0, "pending", 25));
    node.get("/generate_block/").with(200);
    var spent = signed(BlockFixture.key(0x78), BlockFixture.BOB.address(), 5);
    add(spent).with(200);
    assertThat(balance(receiver.shown()))
        .isEqualTo(Map.of("success", true, "balance", 20, "valid", 25, "pending", -5));
    assertThat(node.get("/get_balance?address=" + receiver.shown()).json())
        .isEqualTo(balance(receiver.shown()));
    assertThat(balance("rich"))
        .isEqualTo(
            Map.of(
                "success",
                true,
                "balance",
                "9007199254740992",
                "valid",
                "9007199254740992",
                "pending",
                0));
  }

  private Map<String, Object> balance(String address) {
    return node.get("/get_balance/?address=" + address).with(200).json();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?address=",
        "?address=0x123",
        "?address=Treasury",
        "?address=0x19e7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
        "?adress=treasury",
        "?address=a%00",
        "?address=a&address=b"
      })
  void refusesAnInvalidAddress(String query) {
    assertThat(refusal(node.get("/get_balance/" + query))).isEqualTo("Invalid address!");
    assertThat(refusal(node.get("/get_balance" + query))).isEqualTo("Invalid address!");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /add_block/, POST",
    "GET, /add_transaction/, POST",
    "POST, /get_balance/, GET",
    "DELETE, /generate_block/, 'GET, POST'"
  })
  void saysWhichMethodIsRight(String method, String path, String allowed) {
    var refused = node.send(method, path, new byte[0]).with(405);
    assertThat(refused.header("Allow").orElseThrow().split(", ")).contains(allowed.split(", "));
  }
}
