package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import com.microsoft.playwright.options.SameSiteAttribute;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.Server;
import org.ledgerstone.browser.InBrowser;
import org.ledgerstone.browser.Tab;

/** Logging in as a person sees it, where reading is closed. */
@InBrowser
@TestInstance(Lifecycle.PER_CLASS)
class LoginInBrowserTest {

  private Server server;

  @BeforeAll
  void start() {
    server = Server.start("--ledger.secret-key=" + SECRET, "--ledger.read=token");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private static void logIn(Tab tab, String token) {
    tab.page().fill("#token", token);
    tab.page().click("main button");
  }

  private static String admin() {
    return TestToken.admin().replaceFirst(".*Bearer ", "");
  }

  @Test
  void leadsToThePageThatWasAskedForAndOutAgain(Tab tab) {
    tab.open(at("/blocks?before=5"));
    assertThat(tab.page().url()).isEqualTo(at("/login?to=%2Fblocks%3Fbefore%3D5").toString());
    tab.look("login");

    logIn(tab, admin());
    assertThat(tab.page().url()).isEqualTo(at("/blocks?before=5").toString());
    assertThat(tab.page().textContent("footer")).contains("Logged in as admin");
    tab.look("logged-in");

    var cookies = tab.context().cookies();
    assertThat(cookies)
        .hasSize(2)
        .allSatisfy(cookie -> {
          assertThat(cookie.httpOnly).isTrue();
          assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
          assertThat(cookie.path).isEqualTo("/");
        });
    assertThat(tab.page().evaluate("document.cookie")).isEqualTo("");

    tab.page().click("text=Log out");
    assertThat(tab.page().url()).isEqualTo(at("/login").toString());
    tab.open(at("/"));
    assertThat(tab.page().url()).isEqualTo(at("/login").toString());
  }

  @Test
  void saysWhatIsWrong(Tab tab) {
    tab.expectError("status of 401");
    tab.open(at("/login?to=%2Fblocks"));
    logIn(tab, "nonsense");
    assertThat(tab.page().textContent("[role=alert]")).contains("The token is not accepted");
    assertThat(tab.page().inputValue("#token")).isEmpty();
    tab.look("login-refused");
    logIn(tab, admin());
    assertThat(tab.page().url()).isEqualTo(at("/blocks").toString());
  }

  @Test
  void speaksChinese(Tab tab) {
    tab.context().setExtraHTTPHeaders(Map.of("Accept-Language", "zh-CN,zh;q=0.9"));
    tab.open(at("/login"));
    assertThat(tab.page().textContent("h1")).isEqualTo("登录");
    tab.look("login-zh");
  }

  @Test
  void leavesSwaggerUiWhatItNeeds(Tab tab) {
    tab.open(at("/swagger-ui/index.html"));
    tab.page().waitForSelector(".info .title");
  }

  @Test
  void showsAReaderWhatIsForAdmins(Tab tab) {
    tab.open(at("/login"));
    logIn(tab, TestToken.reader().replaceFirst(".*Bearer ", ""));
    assertThat(tab.page().textContent("footer")).contains("Logged in as reader");
    tab.expectError("status of 403");
    tab.page()
        .evaluate(
            "() => { const form = document.querySelector('footer form');"
                + " form.action = '/posts/mine'; form.submit(); }");
    tab.page().waitForURL(at("/posts/mine").toString());
    assertThat(tab.page().textContent("h1")).isEqualTo("Only an admin may do this");
    tab.look("admin-only");
  }
}
