package org.ledgerstone.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What goes wrong in a page fails a test, and what does not is left in peace. */
@InBrowser
class InBrowserTest {

  private static final Map<String, String> PAGES = new ConcurrentHashMap<>();
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var page = PAGES.get(exchange.getRequestURI().getPath());
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.getResponseHeaders().set("Content-Security-Policy", "script-src 'self'");
          exchange.sendResponseHeaders(page == null ? 404 : 200, 0);
          try (var body = exchange.getResponseBody()) {
            body.write((page == null ? "none" : page).getBytes(UTF_8));
          }
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static URI page(String name, String body) {
    PAGES.put(
        "/" + name,
        "<!doctype html><html lang=en><title>Page</title><meta name=viewport"
            + " content='width=device-width'><link rel=icon href='data:,'><main>"
            + body
            + "</main></html>");
    return address(name);
  }

  private static URI address(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
  }

  private static void assertFaultOf(URI page, String fault) {
    try (var tab = Chromium.newTab()) {
      tab.open(page);
      assertThatThrownBy(tab::assertNothingWentWrong).hasMessageContaining(fault);
      tab.expectError("nothing like it");
      assertThatThrownBy(tab::assertNothingWentWrong).hasMessageContaining(fault);
      tab.expectError(fault);
      assertThatCode(tab::assertNothingWentWrong).doesNotThrowAnyException();
    }
  }

  @Test
  void leavesAPageInPeaceThatIsAllRight(Tab tab) throws IOException {
    tab.open(page("right", "<h1>Right</h1>"));
    tab.look("harness");
    assertThat(tab.page().textContent("h1")).isEqualTo("Right");
    assertThat(picture("harness-1280-light").getWidth()).isEqualTo(1280);
    assertThat(picture("harness-1280-dark").getWidth()).isEqualTo(1280);
    assertThat(picture("harness-390-light").getWidth()).isEqualTo(390);
    assertThat(picture("harness-390-dark").getWidth()).isEqualTo(390);
  }

  private static BufferedImage picture(String name) throws IOException {
    return ImageIO.read(Path.of("target", "screenshots", name + ".png").toFile());
  }

  @Test
  void seesWhatIsSaidAtTheConsole() {
    PAGES.put("/error.js", "console.error('a fault of ours')");
    assertFaultOf(page("error", "<script src=/error.js></script>"), "a fault of ours");
  }

  @Test
  void seesAnException() {
    PAGES.put("/throw.js", "throw new Error('thrown here')");
    assertFaultOf(page("throw", "<script src=/throw.js></script>"), "thrown here");
  }

  @Test
  void seesWhatIsMissing() {
    assertFaultOf(page("missing", "<img alt='' src=/none.png>"), "404");
    assertFaultOf(address("none"), "404");
  }

  @Test
  void seesWhatThePolicyStops() {
    try (var tab = Chromium.newTab()) {
      tab.open(page("policy", "<h1>Heading</h1><script>1</script>"));
      tab.expectError("Content Security Policy");
      assertThatThrownBy(tab::assertNothingWentWrong)
          .hasMessageContaining("the policy script-src-elem stopped inline");
    }
  }

  @Test
  void seesACallToAnotherMachine() {
    try (var tab = Chromium.newTab()) {
      tab.context().route(url -> url.contains("example.org"), route -> route.abort());
      tab.open(page("call", "<img alt='' src=https://example.org/a.png>"));
      tab.expectError("^console");
      assertThatThrownBy(tab::assertNothingWentWrong)
          .hasMessageContaining("another machine: https://example.org/a.png");
    }
  }

  @Test
  void seesWhatKeepsPeopleFromUsingAPage(Tab tab) {
    tab.open(page("unnamed", "<h1>Form</h1><form><input name=amount></form>"));
    assertThatThrownBy(() -> tab.look("harness-fault"))
        .hasMessageContaining("harness-fault-390-dark: label (critical)")
        .hasMessageContaining("<input name=\"amount\"")
        .hasMessageContaining("Fix any of the following");
  }

  @Test
  void seesWhatCannotBeReadInTheDark(Tab tab) {
    PAGES.put(
        "/dark.html",
        "<!doctype html><html lang=en><title>Dark</title><link rel=icon href='data:,'>"
            + "<style>@media (prefers-color-scheme: dark) { body { background: #222 } }</style>"
            + "<main><h1>Black on black</h1></main></html>");
    tab.open(address("dark.html"));
    assertThatThrownBy(() -> tab.look("harness-fault"))
        .hasMessageContaining("1280-dark: color-contrast (serious)")
        .hasMessageNotContaining("1280-light: color-contrast");
  }

  @Test
  void seesWhatSticksOut(Tab tab) {
    tab.open(page("wide", "<h1 style='width: 600px'>Wide</h1>"));
    assertThatThrownBy(() -> tab.look("harness-fault"))
        .hasMessageContaining("390-light: it is wider than the window")
        .hasMessageNotContaining("1280-light");
  }

  @Test
  void knowsNothingOfTheTabBefore() {
    try (var first = Chromium.newTab();
        var second = Chromium.newTab()) {
      first.open(page("cookie", "<h1>Cookie</h1>"));
      first.page().evaluate("document.cookie = 'a=b'");
      second.open(address("cookie"));
      assertThat(second.page().evaluate("document.cookie")).isEqualTo("");
    }
  }

  @Test
  void failsATestAtItsEnd() {
    PAGES.put("/error.js", "console.error('a fault of ours')");
    page("error", "<script src=/error.js></script>");
    var summary = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Faulty.class)).build();
    var quiet = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(quiet).execute(request, summary);
    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(1);
    assertThat(summary.getSummary().getFailures())
        .singleElement()
        .satisfies(
            failure -> assertThat(failure.getException()).hasMessageContaining("a fault of ours"));
  }

  @InBrowser
  static class Faulty {

    @Test
    void looksAtIt(Tab tab) {
      tab.open(address("error"));
    }

    @Test
    void doesNot(Tab tab) {
      assertThat(tab.page().url()).isEqualTo("about:blank");
    }
  }
}
