package org.ledgerstone.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.browser.InBrowser;
import org.ledgerstone.browser.Tab;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** The pages as people meet them. */
@InBrowser
class PagesInBrowserTest {

  private static final String MARKUP = "<script>document.title='taken'</script><b>bold</b>";
  private static final int FIRST_VIEW_BYTES_MAX = 50_000;

  private static HttpNode node;

  @BeforeAll
  static void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
    for (int i = 0; i < 5; i++) {
      node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1 + i);
      node.generate();
    }
    post("Ann", "A post of two lines,\nthis is the other.");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void post(String author, String content) {
    node.post("/api/v1/transactions", Map.of("kind", "post", "author", author, "content", content))
        .with(201);
  }

  private static String newest(String kind) {
    return node.get("/api/v1/blocks/5?transactions=true").with(200).list("transactions").stream()
        .filter(one -> one.get("kind").equals(kind))
        .map(one -> (String) one.get("id"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyPageIsReadableByAll(Tab tab) {
    var pages =
        Map.of(
            "overview", "/",
            "blocks", "/blocks",
            "block", "/blocks/5",
            "transactions", "/transactions",
            "transaction", "/transactions/" + newest("transfer"),
            "accounts", "/accounts",
            "account", "/accounts/" + BlockFixture.ALICE.address().shown(),
            "posts", "/posts",
            "pay", "/pay",
            "node", "/node");
    pages.forEach((name, path) -> {
      tab.open(node.uri(path));
      tab.look(name);
    });
  }

  @Test
  void aPostGoesFromTheFormIntoABlock(Tab tab) {
    var page = tab.page();
    tab.open(node.uri("/posts"));
    page.getByLabel("Content").fill("Written in a browser\nin two lines");
    page.getByLabel("Name").fill("Bea");
    button(page, "Post").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Taken");
    var written = page.locator(".post").first();
    assertThat(written).containsText("Bea");
    assertThat(written).containsText("Written in a browser");
    assertThat(written).containsText("unsigned");
    assertThat(written).containsText("pending");
    button(page, "Request to mine").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("A block was made");
    assertThat(page.locator(".post").first()).containsText("valid");
    page.locator(".post").first().getByText("Details").click();
    assertThat(page.locator("#status")).hasText("valid");
  }

  @Test
  void whatIsRefusedStaysInTheForm(Tab tab) {
    tab.expectError("400");
    var page = tab.page();
    tab.open(node.uri("/posts"));
    page.getByLabel("Content").fill("Turned \u202e round");
    page.getByLabel("Name").fill("Bea");
    button(page, "Post").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("TEXT_INVALID");
    assertThat(page.getByLabel("Content")).hasValue("Turned \u202e round");
    assertThat(page.getByLabel("Name")).hasValue("Bea");
  }

  @Test
  void markupInAPostStaysText(Tab tab) {
    post("<i>Eve</i>", MARKUP);
    var page = tab.page();
    tab.open(node.uri("/posts"));
    assertThat(page.locator(".post").first()).containsText(MARKUP);
    assertThat(page.locator(".post").first()).containsText("<i>Eve</i>");
    assertThat(page.locator(".post b.said i, .post .lines b")).hasCount(0);
    assertThat(page.title()).doesNotContain("taken");
  }

  @Test
  void newsComeIntoAnOpenPage(Tab tab) {
    var page = tab.page();
    tab.open(node.uri("/"));
    post("Ann", "Something is pending");
    assertThat(page.locator("#pending")).hasText(String.valueOf(node.pool().size()));
    var made = node.generate().json();
    assertThat(page.locator("#head")).hasText(made.get("index").toString());
    assertThat(page.locator("caption:has-text('Blocks') ~ tbody tr").first())
        .containsText(made.get("index").toString());
    assertThat(page.locator("#pending")).hasText(String.valueOf(node.pool().size()));
  }

  @Test
  void newsLeaveTheFocusWhereItIs(Tab tab) {
    var page = tab.page();
    tab.open(node.uri("/blocks"));
    var link = page.locator("td a[href='/blocks/3']");
    link.focus();
    var made = node.generate().json();
    assertThat(page.locator("tbody tr").first()).containsText(made.get("index").toString());
    assertThat(link).isFocused();
  }

  @Test
  void aTabThatNobodyLooksAtHoldsNoConnection(Tab tab) {
    var page = tab.page();
    page.addInitScript(
        """
        window.sources = [];
        window.EventSource = class extends EventSource {
          constructor(...how) { super(...how); window.sources.push(this); }
        };
        window.looked = at => {
          Object.defineProperty(document, 'hidden', { value: !at, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        };
        window.open = () => window.sources.filter(one => one.readyState !== EventSource.CLOSED).length;
        """);
    tab.open(node.uri("/"));
    page.waitForFunction("window.open() === 1");
    page.evaluate("window.looked(false)");
    assertThat(page.evaluate("window.open()")).isEqualTo(0);
    var made = node.generate().json();
    page.evaluate("window.looked(true)");
    assertThat(page.locator("#head")).hasText(made.get("index").toString());
    assertThat(page.evaluate("window.open()")).isEqualTo(1);
    tab.open(node.uri("/blocks/1"));
    assertThat(page.evaluate("window.sources.length")).isEqualTo(0);
  }

  @Test
  void anOpenPageAsksOnlyWhenThereIsNews(Tab tab) {
    node.sealAll();
    var page = tab.page();
    var asked = new CopyOnWriteArrayList<String>();
    page.onRequest(request -> asked.add(request.url()));
    // What is pending is told once more on connecting, and is on the page already.
    page.waitForResponse("**/api/v1/events*", () -> tab.open(node.uri("/")));
    var made = node.generate().json();
    assertThat(page.locator("#head")).hasText(made.get("index").toString());
    var home = node.uri("/").toString();
    assertThat(asked).as("opened once, and asked once").filteredOn(home::equals).hasSize(2);
  }

  @Test
  void aPageThatIsRefusedTheEventsAsksByItself(Tab tab) {
    tab.expectError("503");
    var page = tab.page();
    page.addInitScript(
        """
        const real = setTimeout;
        window.setTimeout = (task, millis, ...more) => real(task, millis === 5000 ? 50 : millis, ...more);
        """);
    page.route(
        "**/api/v1/events*", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    page.waitForResponse("**/api/v1/events*", () -> tab.open(node.uri("/")));
    var made = node.generate().json();
    assertThat(page.locator("#head")).hasText(made.get("index").toString());
  }

  @Test
  void aPageOfWhatIsGoneSaysSo(Tab tab) {
    tab.expectError("404");
    var page = tab.page();
    tab.open(node.uri("/transactions/" + newest("transfer")));
    page.waitForFunction("window.htmx !== undefined && window.Idiomorph !== undefined");
    page.route(
        "**/transactions/*",
        route -> route.fulfill(new Route.FulfillOptions().setStatus(404).setBody("<h1>Gone</h1>")));
    page.evaluate("htmx.trigger(document.body, 'ledger:replaced')");
    assertThat(page.locator("h1")).hasText("Gone");
  }

  @Test
  void searchLeadsThere(Tab tab) {
    var page = tab.page();
    tab.open(node.uri("/"));
    page.getByRole(AriaRole.SEARCHBOX).fill(newest("transfer"));
    page.keyboard().press("Enter");
    assertThat(page.locator("#status")).hasText("valid");
  }

  @Test
  void aReaderGoesByKeyboardFromTheTopToTheContent(Tab tab) {
    var page = tab.page();
    tab.open(node.uri("/blocks"));
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
  }

  @Test
  void theLanguageIsChosenAndStays(Tab tab) {
    var page = tab.page();
    tab.open(node.uri("/blocks?before=3"));
    button(page, "中文").click();
    assertThat(page.locator("html")).hasAttribute("lang", "zh");
    assertThat(page.url()).endsWith("/blocks?before=3");
    tab.open(node.uri("/posts"));
    assertThat(page.locator("h1")).hasText("帖子");
    tab.look("posts-zh");
  }

  @Test
  void theNodeMinesAndVerifies(Tab tab) {
    var page = tab.page();
    post("Ann", "To be mined");
    tab.open(node.uri("/node"));
    button(page, "Request to mine").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("A block was made");
    button(page, "Verify everything").click();
    assertThat(page.locator(".audit").first()).hasText("passed");
    tab.look("node-verified");
  }

  @Test
  void theFirstViewIsSmall(Tab tab) {
    var loaded = new CopyOnWriteArrayList<Request>();
    tab.page().onRequestFinished(loaded::add);
    tab.open(node.uri("/"));
    tab.page().waitForFunction("window.htmx !== undefined && window.Idiomorph !== undefined");
    var sizes = loaded.stream().map(one -> one.sizes().responseBodySize).toList();
    assertThat(sizes).hasSizeGreaterThan(3);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum())
        .as("bytes of " + loaded.stream().map(Request::url).toList())
        .isPositive()
        .isLessThan(FIRST_VIEW_BYTES_MAX);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
