package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ledgerstone.testing.TestDatabase;

/** What was done to which column or table, and what was found of it. */
final class TamperMatrix {

  /** Where people read it; {@code -Dtampering.write=true} writes it anew. */
  private static final Path DOCUMENT = Path.of("docs/TAMPERING.md");

  /**
   * One change and what came of it.
   *
   * @param what column or table and operation
   * @param detected whether anything was found
   * @param row whether a finding names the table and the row
   * @param column whether it names the column as well
   * @param value whether it names what was there before
   */
  record Tried(String what, boolean detected, boolean row, boolean column, boolean value) {}

  private final Map<String, List<Tried>> tried = new TreeMap<>();

  void add(Tried one) {
    tried.computeIfAbsent(one.what(), what -> new ArrayList<>()).add(one);
  }

  List<Tried> all() {
    return tried.values().stream().flatMap(List::stream).toList();
  }

  /** Lines of a table in Markdown: how often, and how often each was so. */
  private List<String> lines() {
    var lines = new ArrayList<String>();
    tried.forEach((what, all) ->
        lines.add(
            "| `%s` | %d | %d | %d | %d | %d |"
                .formatted(
                    what,
                    all.size(),
                    all.stream().filter(Tried::detected).count(),
                    all.stream().filter(Tried::row).count(),
                    all.stream().filter(Tried::column).count(),
                    all.stream().filter(Tried::value).count())));
    return lines;
  }

  static List<String> lines(Map<String, String> reasons) {
    return new TreeMap<>(reasons)
        .entrySet().stream()
            .map(one -> "| `%s` | %s |".formatted(one.getKey(), one.getValue()))
            .toList();
  }

  /**
   * The document has these lines between the marks of a section. How often the former value is
   * named depends on which rows a database hands out first, so of PostgreSQL that is not compared.
   */
  void isDocumented(String section, TestDatabase.Kind kind) throws IOException {
    boolean isH2 = kind == TestDatabase.Kind.H2;
    if (isH2) {
      documented(section, lines());
    } else {
      assertThat(withoutLast(lines())).isEqualTo(withoutLast(read(section)));
    }
  }

  private static List<String> withoutLast(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst(" \\d+ \\|$", "")).toList();
  }

  /** The document has these lines between the marks of a section. */
  static void documented(String section, List<String> lines) throws IOException {
    if (Boolean.getBoolean("tampering.write")) {
      write(section, lines);
    }
    assertThat(lines).isEqualTo(read(section));
  }

  private static List<String> read(String section) throws IOException {
    var all = Files.readAllLines(DOCUMENT);
    return all.subList(begin(all, section), end(all, section));
  }

  private static void write(String section, List<String> lines) throws IOException {
    var all = Files.readAllLines(DOCUMENT);
    var text = new ArrayList<>(all.subList(0, begin(all, section)));
    text.addAll(lines);
    text.addAll(all.subList(end(all, section), all.size()));
    Files.write(DOCUMENT, text);
  }

  private static int begin(List<String> all, String section) {
    int mark = all.indexOf("<!-- " + section + " -->");
    assertThat(mark).as(section).isNotNegative();
    while (!all.get(mark).startsWith("|---")) {
      mark++;
    }
    return mark + 1;
  }

  private static int end(List<String> all, String section) {
    int at = begin(all, section);
    while (at < all.size() && all.get(at).startsWith("|")) {
      at++;
    }
    return at;
  }
}
