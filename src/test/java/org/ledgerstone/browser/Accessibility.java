package org.ledgerstone.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What axe-core finds in a page that keeps people from using it. */
final class Accessibility {

  static final String AXE = "src/test/node/node_modules/axe-core/axe.min.js";

  private static final String RUN =
      """
      async () => {
        const result = await axe.run(document, { resultTypes: ['violations'], preload: false });
        return result.violations
          .filter(violation => ['serious', 'critical'].includes(violation.impact))
          .flatMap(violation => violation.nodes.map(node =>
            `${violation.id} (${violation.impact}): ${violation.help}\\n`
              + `    ${node.target.join(' ')}  ${node.html}\\n`
              + `    ${node.failureSummary.replaceAll('\\n', '\\n    ')}`));
      }
      """;

  private Accessibility() {}

  /** Every serious or critical fault: the rule, the place, and what would help. */
  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    if (page.evaluate("typeof axe") instanceof String type && type.equals("undefined")) {
      page.evaluate(source());
    }
    return (List<String>) page.evaluate(RUN);
  }

  private static String source() {
    try {
      return Files.readString(Path.of(AXE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
