package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
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
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** What the calls take and answer, field by field. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class ApiTest {

  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final Address BOB = BlockFixture.BOB.address();
  private static final String[] TRANSFER_FIELDS = {
    "id",
    "kind",
    "asset",
    "from",
    "to",
    "amount",
    "nonce",
    "until",
    "memo",
    "accepted",
    "scheme",
    "authorization",
    "contentText",
    "status",
    "block"
  };
  private static final String[] BLOCK_FIELDS = {
    "index",
    "previousHash",
    "historyRoot",
    "time",
    "miner",
    "transactionCount",
    "merkleRoot",
    "data",
    "difficulty",
    "nonce",
    "hash",
    "seal",
    "work",
    "headerText"
  };

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

  private static String[] and(String[] fields, String... more) {
    return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void takesATransferOnceAndFollowsItIntoABlock() {
    var draft = node.draft(ALICE);
    draft.memo = "rent, März 😀";
    draft.until = 4_102_444_800L;
    var order = draft.order();
    var transfer = draft.transfer();

    var created = node.order(order).with(201);
    assertThat(created.header("Location")).hasValue("/api/v1/transactions/" + order.id());
    assertThat(created.header("Content-Type")).hasValue("application/json");
    assertThat(created.json()).containsOnlyKeys(TRANSFER_FIELDS);
    assertThat(created.json())
        .containsEntry("id", Hash.ofText(transfer.contentText()).toString())
        .containsEntry("kind", "transfer")
        .containsEntry("asset", "COIN")
        .containsEntry("from", ALICE.address().shown())
        .containsEntry("to", BOB.shown())
        .containsEntry("amount", "5")
        .containsEntry("nonce", (int) transfer.nonce().orElseThrow())
        .containsEntry("until", 4_102_444_800L)
        .containsEntry("memo", "rent, März 😀")
        .containsEntry("scheme", 2)
        .containsEntry("contentText", transfer.contentText())
        .containsEntry("status", "pending")
        .containsEntry("block", null);
    assertThat(created.text("authorization"))
        .isEqualTo(order.authorization().signature().orElseThrow().toString());
    assertThat(Time.parse(created.text("accepted"))).isPresent();

    var before = node.contents();
    var again = node.order(order).with(200);
    assertThat(again.header("Location")).isEmpty();
    assertThat(again.json()).isEqualTo(created.json());
    assertThat(node.contents()).isEqualTo(before);
    var path = created.header("Location").orElseThrow();
    assertThat(node.get(path).with(200).json()).isEqualTo(created.json());
    assertThat(node.pool()).contains(created.json());

    var block = node.generate().json();
    var valid = node.get(path).with(200).json();
    assertThat(valid).containsOnlyKeys(and(TRANSFER_FIELDS, "position"));
    assertThat(valid)
        .containsEntry("status", "valid")
        .containsEntry("block", Map.of("index", block.get("index"), "hash", block.get("hash")));
    assertThat((Integer) valid.get("position")).isPositive();
    assertThat(node.order(order).with(200).json()).isEqualTo(valid);
    assertThat(node.pool()).isEmpty();
  }

  @Test
  void takesTheSameOrderInEveryFormThatItMayHave() {
    var draft = node.draft(ALICE);
    var order = draft.order();
    var signature = order.authorization().signature().orElseThrow().bytes();
    node.order(order).with(201);
    var before = node.contents();
    var body = Wire.order(order);
    var zero = signature.clone();
    zero[64] -= 27;
    for (Map<String, Object> change :
        List.<Map<String, Object>>of(
            Map.of("amount", 5),
            Map.of("nonce", body.get("nonce").toString()),
            Map.of("until", "0"),
            Map.of("from", ALICE.address().text()),
            Map.of("from", "0x" + ALICE.address().text().substring(2).toUpperCase()),
            Map.of("signature", "0x" + HexFormat.of().withUpperCase().formatHex(signature)),
            Map.of("signature", "0x" + HexFormat.of().formatHex(zero)),
            Map.of("signature", Base64.getEncoder().encodeToString(signature)))) {
      var other = new LinkedHashMap<>(body);
      other.putAll(change);
      assertThat(node.post("/api/v1/transactions", other).with(200).text("id"))
          .as(change.toString())
          .isEqualTo(order.id().toString());
    }
    var least = new LinkedHashMap<>(body);
    least.keySet().removeAll(List.of("asset", "until", "memo"));
    node.post("/api/v1/transactions", least).with(200);
    least.put("memo", null);
    node.post("/api/v1/transactions", least).with(200);
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  void takesATransferInSeedFormOnce() {
    var draft = node.draft(ALICE);
    draft.nonce = OptionalLong.empty();
    draft.amount = 17;
    var created = node.order(draft.order()).with(201).json();
    assertThat(created).doesNotContainKey("nonce").containsEntry("scheme", 1);
    node.generate();
    assertThat(node.order(draft.order()).with(200).json()).containsEntry("status", "valid");
  }

  @Test
  void takesPosts() {
    var nobodys =
        node.post(
            "/api/v1/transactions",
            Map.of("kind", "post", "author", "Ann", "content", "Hi\n\tä😀"));
    nobodys.with(201);
    assertThat(nobodys.json())
        .containsOnlyKeys(
            "id",
            "kind",
            "nonce",
            "author",
            "content",
            "accepted",
            "scheme",
            "authorization",
            "contentText",
            "status",
            "block")
        .containsEntry("kind", "post")
        .containsEntry("author", "Ann")
        .containsEntry("content", "Hi\n\tä😀")
        .containsEntry("scheme", 0)
        .containsEntry("authorization", "");
    assertThat(nobodys.text("nonce")).matches("[A-Za-z0-9-]{1,64}");

    var post = new Post(node.rules().ledger(), Optional.of(BOB), "Bob", "signed", "n-1");
    var signed = BlockFixture.signed(node.rules(), post, BlockFixture.BOB);
    var created = node.order(signed).with(201).json();
    assertThat(created)
        .containsEntry("from", BOB.shown())
        .containsEntry("nonce", "n-1")
        .containsEntry("scheme", 2)
        .containsEntry("id", signed.id().toString());
    assertThat(node.order(signed).with(200).json()).isEqualTo(created);
    node.generate();
    assertThat(node.get("/api/v1/transactions/" + nobodys.text("id")).json())
        .containsEntry("status", "valid");
  }

  @Test
  void saysWhatToSignForATransfer() {
    node.pay(ALICE, BOB, 1);
    var draft = node.draft(ALICE);
    draft.memo = "für dich 😀";
    var asked = Wire.unsigned(draft.transfer());
    asked.remove("nonce");
    var answer = node.post("/api/v1/transactions/typed-data", asked).with(200);
    assertThat(answer.json()).containsOnlyKeys("typedData", "digest");
    var typed = answer.object("typedData");
    assertThat(typed).containsOnlyKeys("types", "primaryType", "domain", "message");
    assertThat(typed)
        .containsEntry("primaryType", "Transfer")
        .containsEntry(
            "domain",
            Map.of("name", "Ledgerstone", "version", "1", "salt", "0x" + node.rules().ledger()))
        .containsEntry(
            "message",
            Map.of(
                "asset", "COIN",
                "from", ALICE.address().shown(),
                "to", BOB.shown(),
                "amount", "5",
                "nonce", Long.toString(draft.nonce.orElseThrow()),
                "until", "0",
                "memo", "für dich 😀"));
    assertThat(types(typed, "EIP712Domain"))
        .containsExactly("string name", "string version", "bytes32 salt");
    assertThat(types(typed, "Transfer"))
        .containsExactly(
            "string asset",
            "string from",
            "string to",
            "uint256 amount",
            "uint256 nonce",
            "uint64 until",
            "string memo");

    var digest = node.rules().typedData().digest(draft.transfer());
    assertThat(answer.text("digest")).isEqualTo("0x" + HexFormat.of().formatHex(digest));
    var order = Wire.unsigned(draft.transfer());
    order.put("signature", signature(ALICE, answer.text("digest")).toString());
    node.post("/api/v1/transactions", order).with(201);
  }

  private static Signature signature(WalletKey key, String digest) {
    return key.sign(HexFormat.of().parseHex(digest.substring(2)));
  }

  @SuppressWarnings("unchecked")
  private static List<String> types(Map<String, Object> typed, String name) {
    var all = (Map<String, List<Map<String, String>>>) typed.get("types");
    assertThat(all).hasSize(2);
    return all.get(name).stream().map(f -> f.get("type") + " " + f.get("name")).toList();
  }

  @Test
  void saysWhatToSignForAPost() {
    var post = new Post(node.rules().ledger(), Optional.of(BOB), "Bob", "naïve\nline", "n-2");
    var answer = node.post("/api/v1/transactions/typed-data", Wire.unsigned(post)).with(200);
    assertThat(answer.object("typedData"))
        .containsEntry("primaryType", "Post")
        .containsEntry(
            "message",
            Map.of("from", BOB.shown(), "author", "Bob", "content", "naïve\nline", "nonce", "n-2"));
    assertThat(types(answer.object("typedData"), "Post"))
        .containsExactly("string from", "string author", "string content", "string nonce");
    assertThat(answer.text("digest"))
        .isEqualTo("0x" + HexFormat.of().formatHex(node.rules().typedData().digest(post)));
    var order = Wire.unsigned(post);
    order.put("signature", signature(BlockFixture.BOB, answer.text("digest")).toString());
    node.post("/api/v1/transactions", order).with(201);
  }

  @Test
  void tellsWhatAnAccountHoldsAndHeld() {
    node.sealAll();
    var from = BlockFixture.key(0x61);
    var to = BlockFixture.key(0x62).address();
    assertThat(node.account(from.address(), "COIN"))
        .isEqualTo(
            Map.of(
                "address", from.address().shown(),
                "asset", "COIN",
                "valid", "0",
                "pendingIn", "0",
                "pendingOut", "0",
                "balance", "0",
                "available", "0",
                "nextNonce", 0));
    node.pay(ALICE, from.address(), 100);
    assertThat(node.account(from.address(), "COIN"))
        .containsEntry("valid", "0")
        .containsEntry("pendingIn", "100")
        .containsEntry("balance", "100")
        .containsEntry("available", "0");
    long first = ((Number) node.generate().json().get("index")).longValue();
    node.pay(from, to, 30);
    node.pay(from, to, 20);
    assertThat(node.account(from.address(), "COIN"))
        .containsEntry("valid", "100")
        .containsEntry("pendingOut", "50")
        .containsEntry("balance", "50")
        .containsEntry("available", "50")
        .containsEntry("nextNonce", 2);
    node.generate();
    assertThat(at(from.address(), first - 1)).containsEntry("valid", "0");
    assertThat(at(from.address(), first)).containsEntry("valid", "100");
    assertThat(at(from.address(), first + 1)).containsEntry("valid", "50");
    assertThat(at(to, first + 1))
        .isEqualTo(
            Map.of("address", to.shown(), "asset", "COIN", "at", (int) first + 1, "valid", "50"));
    var ahead = node.get("/api/v1/accounts/" + to.shown() + "?at=" + (first + 2));
    assertThat(ahead.isProblem(404, "NOT_FOUND").text("detail")).contains("" + (first + 1));
  }

  private Map<String, Object> at(Address account, long index) {
    return node.get("/api/v1/accounts/" + account.shown() + "?at=" + index).with(200).json();
  }

  @ParameterizedTest
  @CsvSource({
    "accounts/treasury?asset=NOPE, 422, ASSET_UNKNOWN",
    "accounts/treasury?asset=coin, 400, MALFORMED",
    "accounts/treasury?asset=, 400, MALFORMED",
    "accounts/treasury/transactions?asset=NOPE, 422, ASSET_UNKNOWN",
    "accounts/Treasury, 400, ADDRESS_INVALID",
    "accounts/0x123, 400, ADDRESS_INVALID",
    "accounts/0x19e7E376E7C213B7E7e7e46cc70A5dD086DAff2A, 400, ADDRESS_INVALID",
    "accounts/0x123/transactions, 400, ADDRESS_INVALID",
    "accounts/treasury?at=0, 400, MALFORMED",
    "accounts/treasury?at=-1, 400, MALFORMED",
    "accounts/treasury?at=01, 400, MALFORMED",
    "accounts/treasury?at=x, 400, MALFORMED",
    "accounts/treasury?at=, 400, MALFORMED",
    "accounts/treasury?at=99999999999999999999, 400, MALFORMED",
    "accounts/treasury?at=9999999, 404, NOT_FOUND",
    "transactions?asset=NOPE, 422, ASSET_UNKNOWN",
    "transactions?from=0x123, 400, ADDRESS_INVALID",
    "transactions?to=, 400, ADDRESS_INVALID",
    "transactions?memo=%00, 400, TEXT_INVALID",
    "transactions/abc, 400, MALFORMED",
    "blocks/0, 400, MALFORMED",
    "blocks/abc, 400, MALFORMED",
    "blocks/9999999, 404, NOT_FOUND",
    "blocks/head?transactions=maybe, 400, MALFORMED",
    "blocks/head?transactions=, 400, MALFORMED",
    "blocks?from=0, 400, MALFORMED",
    "blocks?from=x, 400, MALFORMED",
  })
  void saysWhatIsWrongWithAQuestion(String path, int status, String code) {
    node.get("/api/v1/" + path).isProblem(status, code);
  }

  @Test
  void knowsNothingOfWhatIsNotThere() {
    var nothing = "f".repeat(64);
    node.get("/api/v1/transactions/" + nothing).isProblem(404, "NOT_FOUND");
    node.get("/api/v1/blocks/" + nothing).isProblem(404, "NOT_FOUND");
    node.get("/api/v1/blocks/" + nothing.toUpperCase()).isProblem(400, "MALFORMED");
    assertThat(node.get("/api/v1/blocks?from=9999999").items()).isEmpty();
    assertThat(node.get("/api/v1/accounts/users:nobody/transactions").items()).isEmpty();
    assertThat(node.get("/api/v1/transactions?memo=never").items()).isEmpty();
  }

  @Test
  void makesABlockWithData() {
    node.pay(ALICE, BOB, 2);
    var before = node.head();
    var created = node.post("/api/v1/blocks/generate", Map.of("data", "Grüße\n\tsecond")).with(201);
    var block = created.json();
    assertThat(block).containsOnlyKeys(and(BLOCK_FIELDS, "transactions"));
    assertThat(created.header("Location")).hasValue("/api/v1/blocks/" + block.get("hash"));
    assertThat(block)
        .containsEntry("index", (Integer) before.get("index") + 1)
        .containsEntry("previousHash", before.get("hash"))
        .containsEntry("miner", BlockFixture.OPERATOR.address().shown())
        .containsEntry("data", "Grüße\n\tsecond")
        .containsEntry("difficulty", 4)
        .containsEntry("hash", Hash.ofText(created.text("headerText")).toString());
    assertThat(block.get("nonce")).isInstanceOf(String.class);
    assertThat(new BigInteger(created.text("work")))
        .isEqualTo(new BigInteger((String) before.get("work")).add(BigInteger.valueOf(16)));
    var held = created.list("transactions");
    assertThat(block).containsEntry("transactionCount", held.size());
    assertThat(held.getFirst())
        .containsOnlyKeys(
            "id",
            "kind",
            "asset",
            "to",
            "amount",
            "accepted",
            "scheme",
            "authorization",
            "contentText",
            "status",
            "block",
            "position")
        .containsEntry("kind", "reward")
        .containsEntry("amount", "10")
        .containsEntry("accepted", block.get("time"))
        .containsEntry("position", 0);
    for (var key : List.of("head", block.get("index"), block.get("hash"))) {
      var path = "/api/v1/blocks/" + key;
      assertThat(node.get(path + "?transactions=true").with(200).json()).isEqualTo(block);
      var bare = node.get(path).with(200).json();
      assertThat(bare).containsOnlyKeys(BLOCK_FIELDS);
      assertThat(block).containsAllEntriesOf(bare);
      assertThat(node.get(path + "?transactions=false").json()).isEqualTo(bare);
    }
  }

  @Test
  void showsTheFirstBlock() {
    var genesis = node.get("/api/v1/blocks/1?transactions=true").with(200);
    assertThat(genesis.json())
        .doesNotContainKeys("miner", "seal")
        .containsEntry("index", 1)
        .containsEntry("previousHash", "0".repeat(64))
        .containsEntry("data", node.genesis().data())
        .containsEntry("hash", node.rules().ledger().toString())
        .containsEntry("nonce", "0")
        .containsEntry("work", "0");
    assertThat(genesis.list("transactions"))
        .hasSize(4)
        .allSatisfy(allocation ->
            assertThat(allocation)
                .containsEntry("kind", "allocation")
                .containsEntry("amount", "1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"data\":\"a\\u0001\"}", "{\"data\":\"\\u202e\"}"})
  void refusesDataThatNoBlockMayHold(String body) {
    node.post("/api/v1/blocks/generate", body).isProblem(400, "TEXT_INVALID");
  }

  @Test
  void describesTheLedger() {
    node.sealAll();
    node.pay(ALICE, BOB, 1);
    var head = node.head();
    var ledger = node.get("/api/v1/ledger").with(200).json();
    var expected = new LinkedHashMap<String, Object>();
    expected.put("name", "fixture");
    expected.put("chain", 7);
    expected.put("genesis", node.rules().ledger().toString());
    expected.put(
        "assets",
        List.of(Map.of("code", "COIN", "decimals", 0), Map.of("code", "GOLD", "decimals", 2)));
    expected.put("reward", "10");
    expected.put("difficulty", 4);
    expected.put("interval", 1);
    expected.put("blockLimit", 300);
    expected.put("operator", BlockFixture.OPERATOR.address().shown());
    expected.put("posts", "any");
    expected.put("seedSignatures", true);
    expected.put("finalDepth", 0);
    expected.put("miners", List.of());
    expected.put("wallet", BlockFixture.OPERATOR.address().shown());
    expected.put(
        "head",
        Map.of(
            "index", head.get("index"),
            "hash", head.get("hash"),
            "time", head.get("time"),
            "work", head.get("work")));
    expected.put("pending", 1);
    expected.put("protocol", 1);
    expected.put("node", node.node().get(NodeIdentity.class).id());
    assertThat(ledger).isEqualTo(expected);
    assertThat(ledger.get("node").toString()).matches("[0-9a-f]{32}");
  }

  @Test
  void signsForAnAdmin() {
    node.generate();
    node.sealAll();
    var wallet = BlockFixture.OPERATOR;
    long next = node.nextNonce(wallet.address(), "COIN");
    var fields =
        Map.of("kind", "transfer", "from", wallet.address().shown(), "to", "shop", "amount", "1");
    for (long nonce : List.of(next, next + 1)) {
      var created = node.post("/api/v1/transactions", fields).with(201).json();
      assertThat(created).containsEntry("nonce", (int) nonce).containsEntry("scheme", 2);
    }
    var named = new LinkedHashMap<String, Object>(fields);
    named.put("from", "treasury");
    named.put("memo", "wages");
    var paid = node.post("/api/v1/transactions", named).with(201).json();
    assertThat(paid)
        .containsEntry("from", "treasury")
        .containsEntry("nonce", (int) node.nextNonce(BlockFixture.TREASURY, "COIN") - 1);
    named.put("nonce", paid.get("nonce"));
    node.post("/api/v1/transactions", named).with(200);
    named.put("amount", 2);
    node.post("/api/v1/transactions", named).isProblem(409, "NONCE_USED");
    named.put("nonce", 9_000_000);
    node.post("/api/v1/transactions", named).isProblem(409, "NONCE_AHEAD");
    named.put("from", "users:nobody");
    named.remove("nonce");
    node.post("/api/v1/transactions", named).isProblem(422, "BALANCE_TOO_LOW");
    named.put("from", BOB.shown());
    var others = node.post("/api/v1/transactions", named).isProblem(400, "SIGNATURE_INVALID");
    assertThat(others.text("detail")).contains("signature", BOB.shown());
    var post = Map.of("kind", "post", "from", "treasury", "author", "T", "content", "c");
    assertThat(node.post("/api/v1/transactions", post).with(201).json())
        .containsEntry("from", "treasury")
        .containsEntry("scheme", 2);
    node.sealAll();
    assertThat(node.account(new Address("shop"), "COIN")).containsEntry("valid", "3");
  }

  @Test
  void findsTransactionsByWhatTheySay() {
    var payer = BlockFixture.key(0x63);
    node.pay(ALICE, payer.address(), 50);
    node.sealAll();
    var ids = new ArrayList<String>();
    for (var memo : List.of("order 7", "order 7", "order 77")) {
      var draft = node.draft(payer);
      draft.memo = memo;
      draft.amount = 1;
      draft.to = memo.equals("order 77") ? BOB : new Address("shop:7");
      ids.add(node.order(draft.order()).with(201).text("id"));
      node.generate();
    }
    assertThat(found("memo=order%207")).containsExactly(ids.get(1), ids.get(0));
    assertThat(found("memo=order+77")).containsExactly(ids.get(2));
    assertThat(found("from=" + payer.address().text())).containsExactlyElementsOf(ids.reversed());
    assertThat(found("to=shop:7")).containsExactly(ids.get(1), ids.get(0));
    assertThat(found("to=shop:7&memo=order%207&asset=COIN&from=" + payer.address().shown()))
        .containsExactly(ids.get(1), ids.get(0));
    assertThat(found("to=shop:7&asset=GOLD")).isEmpty();
    assertThat(found("to=shop:7")).isEqualTo(found("to=shop:7&asset=COIN")).isNotEmpty();
    assertThat(found("asset=GOLD")).isNotEqualTo(found("asset=COIN"));
  }

  private List<Object> found(String query) {
    return node.get("/api/v1/transactions?" + query).items().stream()
        .map(one -> one.get("id"))
        .toList();
  }

  private Reply raw(String body) {
    return node.send(
        "POST",
        "/api/v1/transactions",
        body.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/json; charset=utf-8");
  }

  @Test
  void readsJsonWhateverItsOrderAndSpaces() {
    Order order = node.draft(ALICE).order();
    var fields = new ArrayList<>(Wire.order(order).entrySet());
    var text = new StringBuilder(" {\n");
    fields
        .reversed()
        .forEach(f ->
            text.append(text.length() > 3 ? ",\r\n\t" : "")
                .append('"')
                .append(f.getKey())
                .append("\" : ")
                .append(f.getValue() instanceof String s ? "\"" + s + "\"" : f.getValue()));
    raw(text + "} \n").with(201);
    raw(text.toString().replace("transfer", "tr\\u0061nsfer") + "}").with(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "text/html"})
  void changesNothingForACallerThatDoesNotTakeJson(String accept) {
    var before = node.contents();
    var order = Wire.order(node.draft(ALICE).order());
    node.post("/api/v1/transactions", order, "Accept", accept).isProblem(406, "NOT_ACCEPTABLE");
    node.post("/api/v1/blocks/generate", "", "Accept", accept).isProblem(406, "NOT_ACCEPTABLE");
    node.get("/generate_block/", "Accept", accept).isProblem(406, "NOT_ACCEPTABLE");
    assertThat(node.contents()).isEqualTo(before);
    node.post("/api/v1/transactions", order, "Accept", accept + ", */*;q=0.1").with(201);
  }
}
