package org.ledgerstone.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.browser.InBrowser;
import org.ledgerstone.browser.Tab;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Progress;
import org.ledgerstone.peers.SyncReport;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.filter.OncePerRequestFilter;

/** What an admin does with a node that has others beside it. */
@InBrowser
class NodeInBrowserTest {

  private static HttpNode node;
  private static HttpNode ahead;

  @BeforeAll
  static void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
    ahead = HttpNode.start(TestDatabase.Kind.H2);
    for (int i = 0; i < 4; i++) {
      ahead.generate();
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    ahead.close();
  }

  @Test
  void aPeerIsAddedSyncedWithAndRemoved(Tab tab) {
    var page = tab.page();
    var url = ahead.uri("").toString();
    tab.open(node.uri("/node"));
    page.getByLabel("URL of a node").fill(url);
    button(page, "Add").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("on the list");
    assertThat(page.locator("#peers tbody tr")).containsText(url);
    button(page, "Sync with all").click();
    assertThat(page.locator("#peers li")).containsText(url);
    tab.look("node-peers");
    tab.open(node.uri("/"));
    assertThat(page.locator("#head")).hasText(ahead.head().get("index").toString());
    tab.open(node.uri("/node"));
    button(page, "Remove " + url).click();
    assertThat(page.locator("#peers")).containsText("No other node is known");
  }

  private static HttpNode startWithSyncs(Supplier<List<SyncReport>> syncs) {
    return startWith(context ->
        context.registerBean(
            "syncs",
            SyncOnRequest.class,
            () -> new SyncOnRequest(syncs),
            bean -> bean.setPrimary(true)));
  }

  /** Lets nobody have what blocks hold before it is opened. */
  private static final class Gate extends OncePerRequestFilter {

    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (request.getRequestURI().endsWith("/bodies")) {
        try {
          open.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      chain.doFilter(request, response);
    }
  }

  @Test
  void catchingUpIsShownThoughNobodyAskedForASync(Tab tab) {
    var gate = new Gate();
    try (var guarded = startWith(context -> context.registerBean(Gate.class, () -> gate));
        var behind = startWith(context -> {})) {
      for (int i = 0; i < 4; i++) {
        guarded.generate();
      }
      var page = tab.page();
      tab.open(behind.uri("/node"));
      page.getByLabel("URL of a node").fill(guarded.uri("").toString());
      button(page, "Add").click();
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("on the list");
      Patience.until("catches up", () -> behind.node().get(Progress.class).state().isPresent());
      tab.open(behind.uri("/node"));
      assertThat(page.locator("#peers")).containsText("1 of 5 blocks");
      assertThat(button(page, "Sync with all")).isDisabled();
      gate.open.countDown();
      assertThat(page.locator("#syncing")).hasCount(0);
      assertThat(button(page, "Sync with all")).isEnabled();
      tab.open(behind.uri("/"));
      assertThat(page.locator("#head")).hasText("5");
      tab.open(URI.create("about:blank"));
    } finally {
      gate.open.countDown();
    }
  }

  private static HttpNode startWith(Consumer<GenericApplicationContext> parts) {
    return HttpNode.start(
        TestDatabase.of(TestDatabase.Kind.H2),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        Map.of(),
        parts);
  }

  @Test
  void whatIsTypedStaysWhileASyncGoesOn(Tab tab) {
    var end = new CompletableFuture<List<SyncReport>>();
    try (var syncing = startWithSyncs(end::join)) {
      var page = tab.page();
      tab.open(syncing.uri("/node"));
      button(page, "Sync with all").click();
      assertThat(page.locator("#syncing")).isVisible();
      assertThat(button(page, "Sync with all")).isDisabled();
      var url = page.getByLabel("URL of a node");
      url.fill("http://127.0.0.1:1");
      for (int i = 0; i < 2; i++) {
        page.waitForResponse(response -> response.url().endsWith("/node"), () -> {});
      }
      assertThat(url).hasValue("http://127.0.0.1:1");
      end.complete(List.of());
      assertThat(page.locator("#syncing")).hasCount(0);
      assertThat(button(page, "Sync with all")).isEnabled();
      assertThat(url).hasValue("http://127.0.0.1:1");
      tab.open(URI.create("about:blank"));
    } finally {
      end.complete(List.of());
    }
  }

  @Test
  void aSyncThatBreaksOffIsSaidToHave(Tab tab) {
    var report =
        new SyncReport(PeerUrl.parse("http://127.0.0.1:1").orElseThrow(), true, 3, false, "Well.");
    var ends = new ConcurrentLinkedQueue<List<SyncReport>>(List.of(List.of(report)));
    try (var syncing = startWithSyncs(ends::remove)) {
      var page = tab.page();
      tab.open(syncing.uri("/node"));
      button(page, "Sync with all").click();
      assertThat(page.locator("#peers li")).containsText("3 blocks taken. Well.");
      button(page, "Sync with all").click();
      assertThat(page.locator("#peers .refused")).containsText("The sync broke off");
      assertThat(page.locator("#peers li")).hasCount(0);
      tab.look("node-sync-failed");
      tab.open(URI.create("about:blank"));
    }
  }

  @Test
  void aPeerThatIsNoneIsRefusedInWords(Tab tab) {
    var page = tab.page();
    tab.expectError("status of 422");
    tab.open(node.uri("/node"));
    page.getByLabel("URL of a node").fill(node.uri("").toString());
    button(page, "Add").click();
    assertThat(page.locator("main code")).hasText("PEER_IS_SELF");
    tab.look("problem");
  }

  @Test
  @NeedsTool(Anvil.TOOL)
  void ethereumIsShownWhereThereIsOne(Tab tab) {
    try (var anvil = Anvil.start();
        var bound =
            HttpNode.start(
                TestDatabase.Kind.H2,
                BlockFixture.OPERATOR,
                BlockFixture.genesis(),
                Map.of("ETHEREUM_NODE_URI", anvil.url()))) {
      tab.open(bound.uri("/"));
      assertThat(tab.page().locator("#overview-ethereum")).hasText("ready");
      tab.look("overview-ethereum");
      tab.open(bound.uri("/node"));
      assertThat(tab.page().locator("#ethereum-state")).hasText("ready");
      tab.look("node-ethereum");
      // An open page would complain that its node is gone.
      tab.open(URI.create("about:blank"));
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
