package org.ledgerstone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name tests that there are, and say of each rule of access which test tries it. */
class TestsOfTheDocsTest {

  private static final Path TESTS = Path.of("src/test/java");
  private static final Path ACCESS = Path.of("docs/ACCESS.md");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-z][A-Za-z0-9]*))?`");

  static Stream<Path> documents() throws IOException {
    try (var files = Files.list(Path.of("docs"))) {
      var documents =
          files.filter(file -> file.toString().endsWith(".md")).collect(Collectors.toSet());
      documents.add(Path.of("README.md"));
      documents.add(Path.of("SECURITY.md"));
      return documents.stream().sorted();
    }
  }

  private static Optional<Path> source(String test) throws IOException {
    try (var files = Files.walk(TESTS)) {
      return files.filter(file -> file.endsWith(test + ".java")).findFirst();
    }
  }

  private static boolean isThere(MatchResult named) {
    try {
      var source = source(named.group(1));
      return source.isPresent()
          && (named.group(2) == null
              || Files.readString(source.get(), UTF_8).contains(" " + named.group(2) + "("));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void areThere(Path document) throws IOException {
    var missing =
        NAMED
            .matcher(Files.readString(document, UTF_8))
            .results()
            .filter(named -> !isThere(named))
            .map(MatchResult::group)
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  void areNamedForEachRuleOfAccess() throws IOException {
    var text = Files.readString(ACCESS, UTF_8);
    var table = text.substring(text.indexOf("| rule | tried by |"));
    var rows = table.lines().skip(2).takeWhile(line -> line.startsWith("|")).toList();
    assertThat(rows).hasSizeGreaterThan(20).allMatch(row -> NAMED.matcher(row).find());
  }
}
