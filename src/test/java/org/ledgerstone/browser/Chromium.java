package org.ledgerstone.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The system's Chromium, without a window, steered by the driver that npm brought. It is started
 * for the first test that needs it and ends with this JVM. For one thread: the first that asks.
 */
final class Chromium {

  static final String PROGRAM = "chromium";
  static final String DRIVER = "src/test/node/node_modules/playwright-core";

  private static final double PATIENCE_MILLIS = 60_000;

  private Chromium() {}

  private static final class Started {

    static final Browser BROWSER = start();
  }

  /** A tab that knows nothing of the others: no cookie, nothing kept. */
  static Tab newTab() {
    return new Tab(Started.BROWSER.newContext());
  }

  private static Browser start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    System.setProperty("playwright.cli.dir", driver().toString());
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        "node",
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(program())
                // It refuses to run as root otherwise; it sees no page but ours.
                .setArgs(List.of("--no-sandbox")));
  }

  /** The folder of the driver as Playwright lays it out, where it is named "package". */
  private static Path driver() {
    try {
      var folder = Files.createTempDirectory("playwright").toAbsolutePath();
      Files.createSymbolicLink(folder.resolve("package"), Path.of(DRIVER).toAbsolutePath());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
