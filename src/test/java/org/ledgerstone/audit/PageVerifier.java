package org.ledgerstone.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/verify/page.mjs}, asked again and again by one process of Node.js, in a folder of its
 * own that has ethers.
 */
final class PageVerifier implements AutoCloseable {

  private static final Path SCRIPT = Path.of("docs/verify/page.mjs");

  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonLines process;

  private PageVerifier(JsonLines process) {
    this.process = process;
  }

  /** Starts it. */
  static PageVerifier start() {
    var builder = new ProcessBuilder("node", "src/test/node/page-loop.mjs");
    builder.environment().put("PAGE", installed().toString());
    return new PageVerifier(JsonLines.start(builder));
  }

  /** The page where a user has it: beside the library that it needs. */
  static Path installed() {
    try {
      var folder = Files.createTempDirectory("page");
      var library = folder.resolve("node_modules");
      Files.createSymbolicLink(library, Path.of("src/test/node/node_modules").toAbsolutePath());
      return Files.copy(SCRIPT, folder.resolve(SCRIPT.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What does not hold of this proof; empty if all does. */
  String fault(@Nullable Object proof, String head, String... operator) {
    var asked = new HashMap<String, @Nullable Object>();
    asked.put("text", MAPPER.writeValueAsString(proof));
    asked.put("head", Objects.requireNonNull(head));
    if (operator.length > 0) {
      asked.put("operator", operator[0]);
    }
    return process.ask(asked).asString();
  }

  @Override
  public void close() {
    process.close();
  }
}
