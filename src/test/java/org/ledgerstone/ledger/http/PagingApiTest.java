package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** Lists: every item once, in order, over as many pages as it takes, while the ledger goes on. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class PagingApiTest {

  private static final Address SHOP = new Address("shop");
  private static final int PAYMENTS = 24;

  private final List<Object> paid = new ArrayList<>();
  @Parameter TestDatabase.Kind kind;

  private HttpNode node;

  /** Four blocks with six payments of 1 … 24 each, and a post beside each payment. */
  @BeforeParameterizedClassInvocation
  void fill() {
    paid.clear();
    node = HttpNode.start(kind);
    for (int i = 1; i <= PAYMENTS; i++) {
      paid.add(node.pay(BlockFixture.ALICE, SHOP, i).json().get("id"));
      post("filler " + i);
      if (i % 6 == 0) {
        node.generate();
      }
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private void post(String content) {
    node.post("/api/v1/transactions", Map.of("kind", "post", "author", "Ann", "content", content))
        .with(201);
  }

  /** The values of a field over all pages. */
  private List<Object> all(String path, int limit, String field) {
    return allItems(path, limit).stream().map(item -> item.get(field)).toList();
  }

  private List<Map<String, Object>> allItems(String path, int limit) {
    var items = new ArrayList<Map<String, Object>>();
    var query = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
    Object next = null;
    for (int pages = 0; pages < 500; pages++) {
      var page = node.get("/api/v1/" + query + (next == null ? "" : "&cursor=" + next));
      items.addAll(page.items());
      next = page.json().get("next");
      if (next == null) {
        return items;
      }
      assertThat(page.items()).hasSize(limit);
    }
    throw new AssertionError("The list never ends: " + path);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 23, 24, 25, 1000})
  void listsAStatementNewestFirst(int limit) {
    assertThat(all("accounts/shop/transactions", limit, "id"))
        .containsExactlyElementsOf(paid.reversed());
    assertThat(all("transactions?to=shop&asset=COIN", limit, "id"))
        .containsExactlyElementsOf(paid.reversed());
  }

  @Test
  void listsAHundredUnlessToldOtherwise() {
    var first = node.get("/api/v1/blocks?from=1&limit=2");
    assertThat(first.items()).hasSize(2);
    assertThat(node.get("/api/v1/accounts/shop/transactions").json()).containsEntry("next", null);
  }

  @Test
  void tellsTheBalanceAfterEachTransaction() {
    var newestFirst = allItems("accounts/shop/transactions", 7);
    var valid = BigInteger.ZERO;
    for (var line : newestFirst.reversed()) {
      valid = valid.add(new BigInteger((String) line.get("amount")));
      assertThat(line).containsEntry("validAfter", valid.toString());
    }
    var alice = BlockFixture.ALICE.address().shown();
    valid = BigInteger.valueOf(1000);
    var lines = allItems("accounts/" + alice + "/transactions?asset=COIN", 10).reversed();
    assertThat(lines.getFirst()).containsEntry("kind", "allocation");
    assertThat(lines.getFirst()).containsEntry("validAfter", "1000");
    for (var line : lines.subList(1, lines.size())) {
      valid = valid.subtract(new BigInteger((String) line.get("amount")));
      assertThat(line).containsEntry("validAfter", valid.toString());
    }
    assertThat(lines).hasSize(PAYMENTS + 1);
  }

  @Test
  void goesOnWhereItWasWhileBlocksAreAdded() {
    var receiver = BlockFixture.key(0x71).address();
    var path = "accounts/" + receiver.shown() + "/transactions";
    var ids = new ArrayList<Object>();
    for (int i = 0; i < 5; i++) {
      ids.add(node.pay(BlockFixture.BOB, receiver, 1).json().get("id"));
    }
    node.generate();
    var first = node.get("/api/v1/" + path + "?limit=2");
    node.pay(BlockFixture.BOB, receiver, 1);
    node.generate();
    var rest = node.get("/api/v1/" + path + "?limit=5&cursor=" + first.text("next"));
    var seen = new ArrayList<Object>();
    first.items().forEach(item -> seen.add(item.get("id")));
    rest.items().forEach(item -> seen.add(item.get("id")));
    assertThat(seen).containsExactlyElementsOf(ids.reversed());
    assertThat(rest.json()).containsEntry("next", null);
  }

  @Test
  void listsBlocksUpwards() {
    int head = (Integer) node.head().get("index");
    for (int limit : List.of(1, 2, head, head + 1)) {
      assertThat(all("blocks", limit, "index").stream().limit(head).toList())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, head).<Object>mapToObj(i -> i).toList());
    }
    assertThat(all("blocks?from=3", 2, "index").getFirst()).isEqualTo(3);
    assertThat(node.get("/api/v1/blocks?from=2&limit=1").items().getFirst())
        .isEqualTo(node.get("/api/v1/blocks/2").json());
  }

  @Test
  void listsAccountsAsTheyCame() {
    var accounts = allItems("accounts", 2);
    assertThat(accounts)
        .allSatisfy(account ->
            assertThat(account)
                .containsOnlyKeys(
                    "address",
                    "asset",
                    "valid",
                    "pendingIn",
                    "pendingOut",
                    "balance",
                    "available",
                    "nextNonce"));
    var names = accounts.stream().map(a -> a.get("address") + " " + a.get("asset")).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    assertThat(names.subList(0, 4))
        .containsExactlyInAnyOrder(
            BlockFixture.ALICE.address().shown() + " COIN",
            BlockFixture.ALICE.address().shown() + " GOLD",
            BlockFixture.BOB.address().shown() + " COIN",
            "treasury COIN");
    assertThat(names).contains("shop COIN", BlockFixture.OPERATOR.address().shown() + " COIN");
    assertThat(all("accounts", 1000, "address"))
        .containsExactlyElementsOf(accounts.stream().map(a -> a.get("address")).toList());
  }

  @Test
  void listsThePoolOldestFirst() {
    node.sealAll();
    for (int i = 0; i < 7; i++) {
      post("pending " + i);
    }
    for (int limit : List.of(1, 3, 7, 8)) {
      assertThat(all("pool", limit, "content"))
          .containsExactly(
              "pending 0",
              "pending 1",
              "pending 2",
              "pending 3",
              "pending 4",
              "pending 5",
              "pending 6");
    }
    var first = node.get("/api/v1/pool?limit=3");
    node.generate();
    assertThat(node.get("/api/v1/pool?cursor=" + first.text("next")).items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"accounts", "accounts/shop/transactions", "transactions", "blocks", "pool"})
  void refusesOtherLimitsAndCursors(String list) {
    var path = "/api/v1/" + list;
    for (var limit :
        List.of("0", "1001", "abc", "-1", "", "1.0", "1e2", "01", "+5", "9999999999")) {
      node.get(path + "?limit=" + limit.replace("+", "%2B")).isProblem(400, "LIMIT_INVALID");
    }
    node.get(path + "?limit=1000").with(200);
    var anothers =
        node.get("/api/v1/" + (list.equals("blocks") ? "accounts" : "blocks") + "?limit=1")
            .text("next");
    assertThat(anothers).isNotNull();
    for (var cursor : List.of(anothers, "abc", "", "%00", "MQ", "x".repeat(1500), "%F0%9F%98%80")) {
      node.get(path + "?cursor=" + cursor).isProblem(400, "CURSOR_INVALID");
    }
  }

  @Test
  void saysWhenTheChainUnderACursorHasChanged() {
    var first = node.get("/api/v1/accounts/shop/transactions?limit=8");
    var place = new String(Base64.getUrlDecoder().decode(first.text("next")), UTF_8);
    var hash = (String) ((Map<?, ?>) first.items().getLast().get("block")).get("hash");
    assertThat(place).contains(hash);
    var path = "/api/v1/accounts/shop/transactions?cursor=";
    node.get(path + first.text("next")).with(200);
    for (var other : List.of("e".repeat(64), (String) node.head().get("hash"))) {
      // What a cursor looks like whose block is no longer on the chain.
      var gone = place.replace(hash, other).getBytes(UTF_8);
      node.get(path + Base64.getUrlEncoder().withoutPadding().encodeToString(gone))
          .isProblem(410, "CURSOR_GONE");
    }
  }
}
