package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** What the pages show of a ledger, as the server makes them. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {

  private static final String MARKUP = "<script>alert(1)</script> & <b>bold</b>";

  @Parameter TestDatabase.Kind kind;

  private HttpNode node;

  @BeforeParameterizedClassInvocation
  void start() {
    node = HttpNode.start(kind);
    node.generate();
    node.post("/api/v1/transactions", Map.of("kind", "post", "author", "Ann", "content", MARKUP))
        .with(201);
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 7);
    node.generate();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private Document page(String path, String... headers) {
    var reply = node.get(path, headers).with(200);
    assertThat(reply.header("Content-Type")).hasValue("text/html;charset=UTF-8");
    return Jsoup.parse(reply.body());
  }

  private Document refused(int status, String path) {
    return Jsoup.parse(node.get(path).with(status).body());
  }

  private String newestOf(String kindOfTransaction) {
    return node.get("/api/v1/blocks/head?transactions=true").with(200).list("transactions").stream()
        .filter(one -> one.get("kind").equals(kindOfTransaction))
        .map(one -> (String) one.get("id"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void overviewShowsWhereTheLedgerStands() {
    var page = page("/");
    var head = node.head();
    assertThat(page.select("#head").text()).isEqualTo(head.get("index").toString());
    assertThat(page.select("#pending").text()).isEqualTo(String.valueOf(node.pool().size()));
    assertThat(page.select("caption:contains(Blocks) ~ tbody tr").size())
        .isEqualTo(((Number) head.get("index")).intValue());
    assertThat(page.select("svg.bars").size()).isEqualTo(2);
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("#live").attr("hx-trigger")).contains("ledger:block");
    assertThat(page.select("body").attr("data-position"))
        .isEqualTo(head.get("index") + "-" + head.get("hash"));
  }

  @Test
  void eachPageHasOneHeadingATitleAndItsPlaceInTheMenu() {
    for (var path :
        List.of(
            "/", "/blocks", "/transactions", "/accounts", "/posts", "/pay", "/node", "/blocks/1")) {
      var page = page(path);
      assertThat(page.select("h1").size()).as(path).isEqualTo(1);
      assertThat(page.title()).as(path).endsWith("· " + node.genesis().name());
      assertThat(page.select("nav a[aria-current=page]").attr("href"))
          .as(path)
          .isEqualTo(path.equals("/blocks/1") ? "/blocks" : path);
      assertThat(page.documentType()).as("quirks mode of " + path).isNotNull();
    }
  }

  @Test
  void aBlockShowsItsHeaderAndItsPlaceInTheChain() {
    long index = ((Number) node.head().get("index")).longValue();
    var page = page("/blocks/" + index);
    assertThat(page.select("pre").last().wholeText()).isEqualTo(node.head().get("headerText"));
    assertThat(page.select(".chain a[rel=prev]").attr("href")).isEqualTo("/blocks/" + (index - 1));
    assertThat(page.select(".chain a[rel=next]")).isEmpty();
    assertThat(page("/blocks/" + (index - 1)).select(".chain a[rel=next]").attr("href"))
        .isEqualTo("/blocks/" + index);
    assertThat(page.select("tbody tr").size())
        .isEqualTo(((Number) node.head().get("transactionCount")).intValue());
    assertThat(page("/blocks/" + node.head().get("hash")).select("h1").text())
        .isEqualTo("Block " + index);
  }

  @Test
  void aTransactionShowsWhatWasSignedAndItsProof() {
    var id = newestOf("transfer");
    var page = page("/transactions/" + id);
    var told = node.get("/api/v1/transactions/" + id).json();
    assertThat(page.select("#status").text()).isEqualTo("valid");
    assertThat(page.select("pre").first().wholeText()).isEqualTo(told.get("contentText"));
    assertThat(page.text()).contains((String) told.get("authorization")).contains("7 COIN");
    assertThat(page.select("#live").attr("hx-trigger"))
        .as("it may be pending again")
        .isEqualTo("ledger:replaced from:body");
  }

  @Test
  void whatPeopleWriteIsTextAndNeverMarkup() {
    var id = newestOf("post");
    for (var path : List.of("/posts", "/transactions/" + id, "/transactions", "/")) {
      var page = page(path);
      assertThat(page.select(".said:contains(" + "alert(1)" + ")").text())
          .as(path)
          .contains(MARKUP);
      assertThat(page.select(".said script, .said b")).as(path).isEmpty();
    }
  }

  @Test
  void aPostShowsWhoHasSignedIt() {
    var rules = node.rules();
    var post =
        new Post(
            rules.ledger(),
            Optional.of(BlockFixture.BOB.address()),
            "Bob",
            "I mean it",
            "signed-" + node.pool().size());
    node.order(BlockFixture.signed(rules, post, BlockFixture.BOB)).with(201);
    var posts = page("/posts").select(".post");
    assertThat(posts.first().text()).contains("I mean it", "pending", "signed by");
    assertThat(posts.first().select("header a").attr("href"))
        .isEqualTo("/accounts/" + BlockFixture.BOB.address().shown());
    assertThat(posts.last().text()).contains(MARKUP, "valid", "unsigned");
  }

  @Test
  void noPageHasScriptsOrStylesOfItsOwn() {
    for (var path : List.of("/", "/blocks", "/blocks/1", "/posts", "/accounts", "/node")) {
      var page = page(path);
      assertThat(page.select("script:not([src]), style, [style]")).as(path).isEmpty();
      assertThat(page.select("script[src], link[href], img[src]"))
          .as(path)
          .allSatisfy(
              one -> assertThat(one.attr("src") + one.attr("href")).startsWith("/console/"));
      assertThat(page.getAllElements())
          .as(path)
          .allSatisfy(one ->
              assertThat(one.attributes())
                  .noneMatch(attribute -> attribute.getKey().startsWith("on")));
    }
  }

  @Test
  void anAccountShowsEveryAssetAndItsStatement() {
    var alice = BlockFixture.ALICE.address().shown();
    var page = page("/accounts/" + alice);
    var told = node.account(BlockFixture.ALICE.address(), "COIN");
    assertThat(page.select(".valid-balance").first().text()).isEqualTo(told.get("valid"));
    assertThat(page.select("th[scope=row]").eachText())
        .containsExactlyElementsOf(
            node.genesis().assets().stream().map(asset -> asset.asset().code()).toList());
    assertThat(page.select("tbody").last().select("tr").first().text()).contains("−7");
    assertThat(page("/accounts/" + alice.toLowerCase(Locale.ROOT)).select(".address").text())
        .isEqualTo(alice);
    assertThat(page("/accounts/0x00000000000000000000000000000000000000aa").text())
        .contains("No block has anything of this account.");
  }

  @Test
  void pagesGoBackToTheBeginning() {
    long index = ((Number) node.head().get("index")).longValue();
    assertThat(page("/blocks?before=" + index).select("tbody tr").size())
        .isEqualTo((int) index - 1);
    assertThat(page("/blocks?before=1").select("tbody tr")).isEmpty();
    var rest = page("/transactions?before=" + index + ".0");
    assertThat(rest.select("tbody tr").size()).isPositive();
    assertThat(rest.select("td.number a[href=/blocks/" + index + "]")).isEmpty();
    assertThat(page("/blocks/" + index + "?from=1").select("tbody tr").size())
        .isEqualTo(((Number) node.head().get("transactionCount")).intValue() - 1);
  }

  @Test
  void searchLeadsToWhateverItIs() {
    var head = node.head();
    var transfer = newestOf("transfer");
    assertThat(found("2")).isEqualTo("/blocks/2");
    assertThat(found((String) head.get("hash"))).isEqualTo("/blocks/" + head.get("index"));
    assertThat(found("0x" + transfer)).isEqualTo("/transactions/" + transfer);
    assertThat(found(" " + transfer + "%20")).isEqualTo("/transactions/" + transfer);
    assertThat(found(BlockFixture.BOB.address().text()))
        .isEqualTo("/accounts/" + BlockFixture.BOB.address().shown());
    assertThat(found("treasury")).isEqualTo("/accounts/treasury");
    for (var nothing :
        List.of("", "999", "f".repeat(64), "0x12", "%3Cscript%3E", "//example.org")) {
      refused(404, "/search?q=" + nothing);
    }
  }

  private String found(String words) {
    return node.get("/search?q=" + words.replace(" ", "%20"))
        .with(302)
        .header("Location")
        .orElseThrow();
  }

  @Test
  void whatIsNotThereIsAPageThatSaysSo() {
    assertThat(refused(404, "/blocks/999").select("h1").text())
        .isEqualTo("There is no such thing here");
    refused(404, "/transactions/" + "f".repeat(64));
    refused(400, "/blocks/x");
    refused(400, "/blocks?before=0");
    refused(400, "/transactions?before=1");
    refused(400, "/accounts/0x12");
    refused(404, "/accounts/treasury?asset=NONE");
    assertThat(refused(400, "/posts?before=-1").select("body").hasAttr("data-position")).isFalse();
  }

  @Test
  void tutorialsPathsStayTheirs() {
    assertThat(node.get("/transactions/new").with(405).header("Allow")).hasValue("POST");
    assertThat(node.get("/mine", "Accept", "text/html").with(200).body()).doesNotContain("<");
  }

  @Test
  void readsChineseToWhoAsksForIt() {
    var page = page("/", "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5");
    assertThat(page.select("html").attr("lang")).isEqualTo("zh");
    assertThat(page.select("nav a").eachText()).contains("总览", "帖子");
    assertThat(page("/", "Accept-Language", "fr").select("html").attr("lang")).isEqualTo("en");
    assertThat(
            page("/", "Accept-Language", "en", "Cookie", "ledgerstone_language=zh")
                .select("html")
                .attr("lang"))
        .isEqualTo("zh");
  }

  @Test
  void filesAreAskedForAgainAndSentOnlyWhenTheyChange() {
    var first = node.get("/console/page.css").with(200);
    assertThat(first.header("Cache-Control").orElse("")).contains("no-cache");
    node.get("/console/page.css", "If-None-Match", first.header("ETag").orElseThrow()).with(304);
    for (var path : List.of("/", "/console/page.css", "/console/pay-page.js")) {
      assertThat(node.get(path, "Accept-Encoding", "gzip").with(200).header("Content-Encoding"))
          .as(path)
          .hasValue("gzip");
    }
  }
}
