package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jsoup.Jsoup;
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
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** Lists of more than two pages: who follows the links sees each line once, and all of them. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class LongListsTest {

  private static final int COUNT = 101;

  @Parameter TestDatabase.Kind kind;

  private HttpNode node;

  @BeforeParameterizedClassInvocation
  void start() {
    node = HttpNode.start(kind);
    for (int i = 0; i < COUNT; i++) {
      node.pay(BlockFixture.ALICE, payee(i), 1).with(201);
      post(i);
    }
    node.sealAll();
    post(COUNT);
  }

  private static Address payee(int i) {
    return new Address("users:u" + i);
  }

  private void post(int i) {
    node.post("/api/v1/transactions", Map.of("kind", "post", "author", "Ann", "content", "No " + i))
        .with(201);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private List<String> all(String path, String lines) {
    var found = new ArrayList<String>();
    for (var next = path; !next.isEmpty(); ) {
      var page = Jsoup.parse(node.get(next).with(200).body());
      var more = page.select(lines).eachText();
      assertThat(more).as(next).isNotEmpty().hasSizeLessThanOrEqualTo(100);
      found.addAll(more);
      next = page.select(".more a[rel=next]").attr("href");
    }
    return found;
  }

  private long transactions(long index) {
    var block = node.get("/api/v1/blocks/" + index).with(200).json();
    return ((Number) block.get("transactionCount")).longValue();
  }

  private LongStream blocks() {
    return LongStream.rangeClosed(1, ((Number) node.head().get("index")).longValue());
  }

  private static List<String> newestFirst(int newest, String before) {
    return IntStream.rangeClosed(0, newest).mapToObj(i -> before + (newest - i)).toList();
  }

  @Test
  void posts() {
    assertThat(all("/posts", ".post p.said")).isEqualTo(newestFirst(COUNT, "No "));
  }

  @Test
  void transactions() {
    assertThat(all("/transactions", "section:last-of-type tbody td:first-child a"))
        .doesNotHaveDuplicates()
        .hasSize((int) blocks().map(this::transactions).sum());
  }

  @Test
  void theStatementOfAnAccount() {
    var alice = BlockFixture.ALICE.address().shown();
    assertThat(all("/accounts/" + alice + "?asset=COIN", "section tbody td.what a:last-child"))
        .startsWith("users:u" + (COUNT - 1))
        .containsSubsequence(newestFirst(COUNT - 1, "users:u"));
  }

  @Test
  void accounts() {
    assertThat(all("/accounts", "tbody td:first-child a"))
        .filteredOn(name -> name.startsWith("users:u"))
        .containsExactlyInAnyOrderElementsOf(newestFirst(COUNT - 1, "users:u"));
    assertThat(Jsoup.parse(node.get("/accounts").with(200).body()).select(".more").text())
        .isEqualTo("More");
  }

  @Test
  void theTransactionsOfABlock() {
    blocks()
        .forEach(index ->
            assertThat(all("/blocks/" + index, "section:last-of-type tbody td:first-child a"))
                .doesNotHaveDuplicates()
                .hasSize((int) transactions(index)));
    assertThat(blocks().map(this::transactions)).anyMatch(count -> count > 100);
  }
}
