package org.ledgerstone.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.browser.InBrowser;
import org.ledgerstone.browser.Tab;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** A reader checks a transaction's proof in the browser, and sees it fail when it is altered. */
@InBrowser
class ProofInBrowserTest {

  private static HttpNode node;
  private static String transaction;
  private static String head;

  @BeforeAll
  static void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
    transaction = node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 5).text("id");
    node.sealAll();
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 6);
    node.sealAll();
    head = node.get("/api/v1/blocks/head").with(200).text("hash");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Page open(Tab tab) {
    tab.open(node.uri("/transactions/" + transaction));
    return tab.page();
  }

  private static void check(Page page) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Check in this browser"))
        .click();
  }

  private static Locator verdict(Page page) {
    return page.locator("#proof-verdict");
  }

  private static Locator steps(Page page) {
    return page.locator("#proof-steps li");
  }

  private static void assertFailsAt(Page page, String step) {
    assertThat(verdict(page)).containsText("This proof does not hold");
    assertThat(steps(page).last()).containsText("does not hold");
    assertThat(steps(page).last()).containsText(step);
    assertThat(page.locator("#proof-steps .refused")).hasCount(1);
    assertThat(page.locator("#proof-open")).isHidden();
  }

  private static void alter(Page page, String from, String to) {
    var text = page.locator("#proof-text");
    var proof = text.inputValue();
    assertThat(proof).contains(from);
    text.fill(proof.replaceFirst(from, to));
  }

  @Test
  void everythingHoldsAndNobodyIsAsked(Tab tab) {
    var page = open(tab);
    var asked = new CopyOnWriteArrayList<String>();
    page.onRequest(request -> asked.add(request.url()));
    page.getByLabel("Hash of a head that you trust").fill(head);
    check(page);
    assertThat(verdict(page)).containsText("seen from the head that you gave: block 3, " + head);
    assertThat(steps(page).last()).containsText("The head is the one that you trust");
    assertThat(steps(page)).hasCount(page.locator("#proof-steps .mark.valid").count());
    assertThat(steps(page).count()).isGreaterThan(20);
    assertThat(page.locator("#proof-open")).containsText("what happened after");
    assertThat(asked).allMatch(url -> url.endsWith("/events") || url.endsWith("/mark.svg"));
    tab.look("proof");
  }

  @Test
  void withoutAHeadItSaysAgainstWhat(Tab tab) {
    var page = open(tab);
    check(page);
    assertThat(verdict(page)).containsText("seen from the head in the file: block 3, " + head);
    assertThat(page.locator("#proof-open")).containsText("that the head " + head + " counts");
  }

  @Test
  void anotherHeadIsSeen(Tab tab) {
    var page = open(tab);
    page.getByLabel("Hash of a head that you trust").fill("0".repeat(64));
    check(page);
    assertFailsAt(page, "The head is the one that you trust");
    assertThat(steps(page).last()).containsText("Expected: " + "0".repeat(64));
    assertThat(steps(page).last()).containsText("Found: " + head);
    tab.look("proof-refused");
  }

  @Test
  void whatIsAlteredIsSeen(Tab tab) {
    var page = open(tab);
    alter(page, "amount 5", "amount 6");
    check(page);
    assertFailsAt(page, "The SHA-256 of the content text is the id");

    page = open(tab);
    alter(page, "\"position\" : 1", "\"position\" : 0");
    check(page);
    assertFailsAt(page, "The path leads from the transaction to the Merkle root");

    page = open(tab);
    alter(page, "\"version\"", "\"<b>version</b>\"");
    check(page);
    assertFailsAt(page, "No proof has this member: <b>version</b>");
    assertThat(page.locator("#proof-steps b:not(.mark)")).hasCount(0);
  }

  @Test
  void itIsCheckedInTheReadersLanguage(Tab tab) {
    var page = open(tab);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("中文")).click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("在此浏览器中核对")).click();
    assertThat(verdict(page)).containsText("全部成立");
    assertThat(steps(page).first()).containsText("浏览器提供 Web Crypto");
  }

  @Test
  void aBrowserWithoutWebCryptoIsToldSo(Tab tab) {
    tab.page()
        .addInitScript("Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined})");
    var page = open(tab);
    assertThat(page.locator("#proof-insecure")).isVisible();
    assertThat(page.locator("#proof-insecure")).containsText("no Web Crypto");
    check(page);
    assertFailsAt(page, "The browser offers Web Crypto");
  }

  @Test
  void aBrowserWithoutScriptsIsToldSo() {
    for (var path : List.of("/transactions/" + transaction, "/pay")) {
      assertThat(node.get(path, "Accept", "text/html").with(200).body())
          .containsPattern("(?s)<noscript>.*scripts are off.*</noscript>");
    }
  }
}
