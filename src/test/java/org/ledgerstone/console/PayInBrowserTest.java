package org.ledgerstone.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Locale;
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

/** Somebody pays from the page: with a key made in it, or with a wallet that the browser has. */
@InBrowser
class PayInBrowserTest {

  private static final String BOB = BlockFixture.BOB.address().shown();
  private static final String DIGEST = "#pay-fields dd:last-child";

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

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator said(Page page) {
    return page.locator("#pay-said");
  }

  /** Chooses the key made in the page, and has somebody pay it so much. */
  private static String fundedKey(Page page, long amount) {
    button(page, "Key made in this page").click();
    var account = page.locator("#pay-account").textContent();
    node.pay(BlockFixture.ALICE, Address.parse(account).orElseThrow(), amount);
    node.sealAll();
    return account;
  }

  static void order(Page page, String to, String amount) {
    page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill(to);
    page.getByLabel("Amount", new Page.GetByLabelOptions().setExact(true)).fill(amount);
  }

  static void look(Page page) {
    button(page, "See what will be signed").click();
  }

  private static void assertBecomesValid(Page page) {
    assertThat(said(page)).containsText("It is pending until it stands in a block");
    var index = node.generate().json().get("index");
    assertThat(said(page)).hasText("Valid: it stands in block " + index + ".");
    page.getByText("The transaction", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#status")).hasText("valid");
  }

  @Test
  void aKeyMadeInThePagePays(Tab tab) {
    var page = open(tab);
    tab.look("pay-nobody");
    var account = fundedKey(page, 20);
    assertThat(page.locator("#pay-key")).containsText("This key is for trying out");
    page.reload();
    button(page, "Key made in this page").click();
    assertThat(page.locator("#pay-account")).hasText(account);
    assertThat(page.locator("#pay-available")).hasText("20 COIN");

    order(page, BOB, "7");
    page.getByLabel("Memo").fill("für dich – 发票 😀");
    page.getByLabel("Good until").fill("2099-12-31T12:30:15");
    look(page);
    var fields = page.locator("#pay-fields");
    for (var shown : List.of(account, BOB, "7 COIN", "2099-12-31T", "für dich – 发票 😀")) {
      assertThat(fields).containsText(shown);
    }
    assertThat(fields).containsText(node.rules().ledger().toString());
    assertThat(page.locator(DIGEST)).containsText("0x");
    tab.look("pay-review");
    button(page, "Sign and send").click();
    assertThat(page.locator("#pay-available")).hasText("13 COIN");
    tab.look("pay-pending");
    assertBecomesValid(page);
    assertThat(page.locator("main")).containsText("für dich – 发票 😀");
  }

  @Test
  void theKeyIsShownAndDeleted(Tab tab) {
    var page = open(tab);
    button(page, "Key made in this page").click();
    var account = page.locator("#pay-account").textContent();
    var secret = page.locator("#pay-key-secret");
    assertThat(secret).isHidden();
    button(page, "Show the key").click();
    assertThat(secret.textContent()).matches("0x[0-9a-f]{64}");
    button(page, "Show the key").click();
    assertThat(secret).isHidden();
    assertThat(secret).hasText("");

    page.onceDialog(Dialog::dismiss);
    button(page, "Delete the key").click();
    assertThat(page.locator("#pay-account")).hasText(account);
    page.onceDialog(Dialog::accept);
    button(page, "Delete the key").click();
    assertThat(page.locator("#pay-from")).isHidden();
    assertThat(page.locator("#pay-form")).isHidden();
    button(page, "Key made in this page").click();
    assertThat(page.locator("#pay-account")).not().hasText(account);
  }

  @Test
  void whatCannotBeReadIsSaidAndNobodyIsAsked(Tab tab) {
    var page = open(tab);
    button(page, "Key made in this page").click();
    var asked = new CopyOnWriteArrayList<String>();
    page.onRequest(request -> asked.add(request.url()));
    order(page, BOB.toLowerCase(Locale.ROOT).replace("0x1563", "0x1563X"), "7");
    look(page);
    assertThat(said(page)).containsText("This is no account");
    assertThat(page.locator("#pay-to")).isFocused();
    order(page, BOB, "1.5");
    look(page);
    assertThat(said(page)).containsText("This is no amount");
    assertThat(asked).noneMatch(url -> url.contains("/transactions"));
    tab.look("pay-refused");
  }

  @Test
  void aRefusalIsShownAsTheServerSaysIt(Tab tab) {
    tab.expectError("422");
    var page = open(tab);
    fundedKey(page, 3);
    order(page, BOB, "4");
    look(page);
    button(page, "Sign and send").click();
    assertThat(said(page)).containsText("Refused:");
    assertThat(said(page)).containsText("(BALANCE_TOO_LOW)");
  }

  @Test
  void aWalletOfTheBrowserPays(Tab tab) {
    var wallet = StubWallet.in(tab.page(), BlockFixture.BOB);
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 9);
    node.sealAll();
    var page = open(tab);
    assertThat(page.locator("#pay-none")).isHidden();
    button(page, "Stub Wallet").click();
    assertThat(page.locator("#pay-account")).hasText(BOB);
    order(page, "users:carol", "2");
    look(page);
    var digest = page.locator(DIGEST).textContent();
    button(page, "Sign and send").click();
    assertBecomesValid(page);
    assertThat(wallet.digests()).containsExactly(digest);
  }

  @Test
  void aWalletThatSignsNothingIsTakenAtItsWord(Tab tab) {
    StubWallet.in(tab.page(), BlockFixture.BOB).declines();
    var page = open(tab);
    button(page, "Stub Wallet").click();
    order(page, "users:carol", "2");
    look(page);
    button(page, "Sign and send").click();
    assertThat(said(page)).containsText("Nothing was signed: The person said no");
  }

  @Test
  void aSignatureOfAnotherIsNotSent(Tab tab) {
    StubWallet.in(tab.page(), BlockFixture.BOB).signsBy(BlockFixture.MINER);
    var page = open(tab);
    var sent = new CopyOnWriteArrayList<String>();
    page.onRequest(request -> sent.add(request.url()));
    button(page, "Stub Wallet").click();
    order(page, "users:carol", "2");
    look(page);
    button(page, "Sign and send").click();
    assertThat(said(page)).containsText("is not the signature of this account");
    assertThat(sent).noneMatch(url -> url.endsWith("/api/v1/transactions"));
  }

  @Test
  void whatAServerSaysInsteadIsNotSigned(Tab tab) {
    var wallet = StubWallet.in(tab.page(), BlockFixture.BOB);
    var page = open(tab);
    page.route(
        "**/typed-data", route -> answerAltered(route, "\"amount\":\"2\"", "\"amount\":\"200\""));
    button(page, "Stub Wallet").click();
    order(page, "users:carol", "2");
    look(page);
    assertThat(said(page)).containsText("The server asks to sign something else");
    assertThat(page.locator("#pay-review")).isHidden();
    page.unroute("**/typed-data");
    page.route(
        "**/typed-data", route -> answerAltered(route, "\"digest\":\"0x", "\"digest\":\"0x0"));
    look(page);
    assertThat(said(page)).containsText("The server names another digest");
    assertThat(wallet.digests()).isEmpty();
  }

  private static void answerAltered(Route route, String from, String to) {
    var answer = route.fetch();
    var body = answer.text();
    assertThat(body).contains(from);
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("application/json")
            .setBody(body.replace(from, to)));
  }

  @Test
  void itBecomesValidWithoutNewsToo(Tab tab) {
    tab.expectError("events|object Event");
    tab.page().route("**/api/v1/events", Route::abort);
    var page = open(tab);
    fundedKey(page, 3);
    order(page, BOB, "1");
    look(page);
    button(page, "Sign and send").click();
    assertBecomesValid(page);
  }

  /** As where the page came over plain http from another machine. */
  @Test
  void aKeySignsWithoutWebCrypto(Tab tab) {
    tab.page()
        .addInitScript(
            "Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined});"
                + "Object.defineProperty(window, 'isSecureContext', {get: () => false})");
    var page = open(tab);
    assertThat(page.locator("#pay-insecure")).containsText("came over plain http");
    fundedKey(page, 3);
    order(page, BOB, "1");
    look(page);
    button(page, "Sign and send").click();
    assertBecomesValid(page);
  }

  @Test
  void aChangeAfterTheReviewIsReviewedAnew(Tab tab) {
    var page = open(tab);
    fundedKey(page, 3);
    order(page, BOB, "1");
    look(page);
    assertThat(page.locator("#pay-review")).isVisible();
    order(page, BOB, "2");
    assertThat(page.locator("#pay-review")).isHidden();
    look(page);
    assertThat(page.locator("#pay-fields")).containsText("2 COIN");
  }

  @Test
  void theBalanceFollowsTheAsset(Tab tab) {
    var page = open(tab);
    var account = Address.parse(fundedKey(page, 8)).orElseThrow();
    page.getByLabel("Asset").selectOption("GOLD");
    assertThat(page.locator("#pay-available")).containsText("GOLD");
    page.getByLabel("Asset").selectOption("COIN");
    assertThat(page.locator("#pay-available")).hasText("8 COIN");
    assertThat(node.account(account, "COIN")).containsEntry("available", "8");
  }
}
