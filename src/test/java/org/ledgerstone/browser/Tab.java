package org.ledgerstone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A tab of a browser in which nothing was done before. It writes down every error of the console,
 * every exception of a script, whatever the Content-Security-Policy stopped, and every call to
 * another machine; its test fails by them.
 */
public final class Tab implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<Integer> WIDTHS = List.of(1280, 390);
  private static final int HEIGHT = 800;
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?:(?:http|ws)://(?:127\\.0\\.0\\.1|localhost)[:/]|data:|blob:|about:).*");
  private static final String TELL_WHAT_THE_POLICY_STOPPED =
      """
      document.addEventListener('securitypolicyviolation', e =>
        console.error(`the policy ${e.effectiveDirective} stopped ${e.blockedURI}`));
      """;

  private final BrowserContext context;
  private final Page page;
  private final List<String> wrong = new ArrayList<>();
  private final List<Pattern> expected = new ArrayList<>();

  Tab(BrowserContext context) {
    this.context = context;
    context.addInitScript(TELL_WHAT_THE_POLICY_STOPPED);
    context.onConsoleMessage(this::console);
    context.onWebError(error -> wrong.add("exception: " + error.error()));
    context.onRequest(request -> called(request.url()));
    page = context.newPage();
    page.setViewportSize(WIDTHS.getFirst(), HEIGHT);
  }

  private void console(ConsoleMessage message) {
    if (message.type().equals("error")) {
      wrong.add("console: " + message.text() + " at " + message.location());
    }
  }

  private void called(String url) {
    if (!THIS_MACHINE.matcher(url).matches()) {
      wrong.add("call to another machine: " + url);
    }
  }

  /** The page that is open, for whatever a person does with it. */
  public Page page() {
    return page;
  }

  /** The cookies, as the browser keeps them. */
  public BrowserContext context() {
    return context;
  }

  /** Opens a page and waits until it is there, with what it loads. */
  public Response open(URI address) {
    return page.navigate(address.toString());
  }

  /** From now on an error that this pattern is found in is meant to be. */
  public void expectError(String pattern) {
    expected.add(Pattern.compile(pattern));
  }

  /**
   * Looks at the page as it is now, wide and narrow, light and dark: takes a picture of each, and
   * fails by what keeps people from using it or sticks out at the side.
   *
   * @param name what the pictures are called by, in {@code target/screenshots}
   */
  public void look(String name) {
    var found = new ArrayList<String>();
    for (int width : WIDTHS) {
      for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.setViewportSize(width, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        var view = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        picture(view);
        Accessibility.violations(page).forEach(violation -> found.add(view + ": " + violation));
        if (sticksOut()) {
          found.add(view + ": it is wider than the window");
        }
      }
    }
    page.setViewportSize(WIDTHS.getFirst(), HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(found).as("what is seen of " + page.url()).isEmpty();
  }

  private void picture(String view) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(view + ".png")).setFullPage(true));
  }

  private boolean sticksOut() {
    return (Boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** Fails by whatever went wrong so far and was not expected. */
  void assertNothingWentWrong() {
    // What the page has said so far has come once it has answered.
    page.evaluate("0");
    assertThat(wrong)
        .filteredOn(fault -> expected.stream().noneMatch(e -> e.matcher(fault).find()))
        .as("what went wrong in the browser")
        .isEmpty();
  }

  @Override
  public void close() {
    // Playwright fails if a request is routed while the context closes.
    page.navigate("about:blank");
    context.close();
  }
}
