package org.ledgerstone.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.console.PayInBrowserTest.button;
import static org.ledgerstone.console.PayInBrowserTest.look;
import static org.ledgerstone.console.PayInBrowserTest.order;
import static org.ledgerstone.console.PayInBrowserTest.said;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.browser.InBrowser;
import org.ledgerstone.browser.Tab;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** What happens meanwhile to who pays from the page: in another tab, on the way, in the form. */
@InBrowser
class PayMishapsInBrowserTest {

  private static final String BOB = BlockFixture.BOB.address().shown();

  private static HttpNode node;

  @BeforeAll
  static void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
  }

  @AfterAll
  static void stop() {
    node.sealAll();
    node.close();
  }

  private static Page open(Tab tab) {
    tab.open(node.uri("/pay"));
    return tab.page();
  }

  @Test
  void theReviewShowsWhatIsSignedWhateverIsChosenMeanwhile(Tab tab) {
    var page = open(tab);
    button(page, "Key made in this page").click();
    var asked = new CopyOnWriteArrayList<Route>();
    page.route("**/typed-data", asked::add);
    order(page, BOB, "2");
    look(page);
    page.waitForCondition(() -> !asked.isEmpty());
    page.getByLabel("Asset").selectOption("GOLD");
    asked.getFirst().resume();
    assertThat(page.locator("#pay-fields")).containsText("2 COIN");
    assertThat(page.locator("#pay-fields dt:text-is('Asset') + dd")).hasText("COIN");
  }

  private static void keepsInAnotherTab(Page page, String secret) {
    page.evaluate("secret => localStorage.setItem('ledgerstone.key', secret)", secret);
  }

  private static Object kept(Page page) {
    return page.evaluate("localStorage.getItem('ledgerstone.key')");
  }

  @Test
  void aKeyOfAnotherTabIsNeitherShownNorDeleted(Tab tab) {
    var page = open(tab);
    for (var name : List.of("Show the key", "Delete the key")) {
      button(page, "Key made in this page").click();
      var account = page.locator("#pay-account").textContent();
      var other = "0x" + (name.startsWith("Show") ? "22" : "33").repeat(32);
      keepsInAnotherTab(page, other);
      button(page, name).click();
      assertThat(said(page)).containsText("Another tab");
      assertThat(page.locator("#pay-from")).isHidden();
      assertThat(page.locator("#pay-key-secret")).isHidden();
      assertThat(kept(page)).isEqualTo(other);
      button(page, "Key made in this page").click();
      assertThat(page.locator("#pay-account")).not().hasText(account);
    }
  }

  @Test
  void aKeyChangedWhileItIsAskedForIsNotDeleted(Tab tab) {
    var page = open(tab);
    button(page, "Key made in this page").click();
    var other = "0x" + "22".repeat(32);
    page.evaluate(
        "other => window.confirm = () => !localStorage.setItem('ledgerstone.key', other)", other);
    button(page, "Delete the key").click();
    assertThat(said(page)).containsText("Another tab");
    assertThat(kept(page)).isEqualTo(other);
  }

  @Test
  void aServerThatIsAwayBeforeAnythingIsSentHasTakenNothing(Tab tab) {
    tab.expectError("ERR_FAILED");
    var page = open(tab);
    button(page, "Key made in this page").click();
    page.route("**/typed-data", Route::abort);
    order(page, BOB, "2");
    look(page);
    assertThat(said(page)).containsText("Nothing was sent");
    assertThat(page.locator("#pay-review")).isHidden();
  }

  @Test
  void aServerThatIsAwayAfterwardsMayHaveTakenIt(Tab tab) {
    tab.expectError("ERR_FAILED");
    var page = open(tab);
    button(page, "Key made in this page").click();
    var account = Address.parse(page.locator("#pay-account").textContent()).orElseThrow();
    node.pay(BlockFixture.ALICE, account, 3);
    node.sealAll();
    page.route("**/api/v1/transactions", PayMishapsInBrowserTest::sendAndAnswerNothing);
    order(page, BOB, "1");
    look(page);
    button(page, "Sign and send").click();
    assertThat(said(page)).containsText("Whether it took the payment is not known");
    assertThat(said(page)).containsText("“Sign and send”");
    page.unroute("**/api/v1/transactions");
    button(page, "Sign and send").click();
    assertThat(said(page)).containsText("It is pending until it stands in a block");
    assertThat(node.account(account, "COIN")).containsEntry("available", "2");
  }

  private static void sendAndAnswerNothing(Route route) {
    route.fetch();
    route.abort();
  }
}
