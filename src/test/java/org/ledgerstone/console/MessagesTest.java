package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.audit.verify.Audit;
import org.ledgerstone.ethereum.ChainView;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.protocol.Posts;

/** Both languages say the same things, and templates ask for nothing that they do not say. */
class MessagesTest {

  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern KEY = Pattern.compile("'([a-zA-Z]+\\.[a-zA-Z.]*)'");
  private static final Pattern ASKED = Pattern.compile("#\\{([a-zA-Z.]+)");

  /** What follows a beginning that a template puts a value behind. */
  private static final Map<String, Set<String>> ENDS =
      Map.ofEntries(
          Map.entry("posts.done.", PostPages.DONE),
          Map.entry("node.done.", NodeForms.DONE),
          Map.entry("status.", names(Recorded.Status.values())),
          Map.entry("kind.", Set.of("transfer", "post", "reward", "allocation")),
          Map.entry(
              "menu.",
              Set.of("overview", "blocks", "transactions", "accounts", "posts", "pay", "node")),
          Map.entry("login.refused.", Set.of("TOKEN_INVALID", "LOGIN_TOO_OFTEN")),
          Map.entry("problem.", Set.of("NOT_FOUND")),
          Map.entry("node.audit.is.", names(Audit.Status.values())),
          Map.entry("node.ethereum.", names(ChainView.State.values())),
          Map.entry("node.posts.", names(Posts.values())),
          Map.entry("pay.", Set.of()),
          Map.entry("proof.", Set.of()));

  private static Properties messages(Path file) throws IOException {
    var messages = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      messages.load(reader);
    }
    return messages;
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (var files = Files.walk(RESOURCES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Path> english() throws IOException {
    return files("messages", ".properties").stream()
        .filter(file -> !file.toString().endsWith("_zh.properties"))
        .toList();
  }

  @Test
  void everySentenceIsThereInBothLanguages() throws IOException {
    for (var file : english()) {
      var other = Path.of(file.toString().replace(".properties", "_zh.properties"));
      assertThat(messages(other).stringPropertyNames())
          .as(other.toString())
          .containsExactlyInAnyOrderElementsOf(messages(file).stringPropertyNames());
    }
    assertThat(english()).isNotEmpty();
  }

  @Test
  void bothTakeTheSameValues() throws IOException {
    for (var file : english()) {
      var messages = messages(file);
      var others = messages(Path.of(file.toString().replace(".properties", "_zh.properties")));
      for (var key : messages.stringPropertyNames()) {
        assertThat(values(others.getProperty(key)))
            .as(key)
            .isEqualTo(values(messages.getProperty(key)));
      }
    }
  }

  /** It would be shown, or swallowed, depending on whether the sentence takes values. */
  @Test
  void noSentenceHasAnApostrophe() throws IOException {
    for (var file : files("messages", ".properties")) {
      assertThat(messages(file).values())
          .as(file.toString())
          .noneMatch(s -> s.toString().contains("'"));
    }
  }

  private static Set<String> values(String sentence) {
    var values = new TreeSet<String>();
    var found = Pattern.compile("\\{([0-9])}").matcher(sentence);
    while (found.find()) {
      values.add(found.group(1));
    }
    return values;
  }

  @Test
  void aThingHasOneNameInChinese() throws IOException {
    for (var file : files("messages", "_zh.properties")) {
      assertThat(messages(file).values())
          .as(file + ": pending is 待确认, a memo 备注")
          .noneMatch(s -> s.toString().matches("(?s).*(待定|附言).*"));
    }
  }

  /** Given as a number it would be written 1,234. */
  @Test
  void aNumberThatIsANameIsGivenAsText() throws IOException {
    var named = Pattern.compile("#\\{(?:block\\.title|transaction\\.position)\\(\\$\\{(.{4})");
    int count = 0;
    for (var template : files("templates", ".html")) {
      var found = named.matcher(Files.readString(template));
      while (found.find()) {
        assertThat(found.group(1)).as(template.toString()).isEqualTo("'' +");
        count++;
      }
    }
    assertThat(count).isEqualTo(4);
  }

  private static Set<String> names(Enum<?>[] values) {
    return Stream.of(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** Those of pay and proof are in {@code words.test.mjs}. */
  @Test
  void templatesComposeWhatIsThere() throws IOException {
    var composed = new TreeSet<String>();
    for (var template : files("templates", ".html")) {
      var calls = Pattern.compile("messages\\.msg\\w*\\(([^)]*)\\)");
      var found = calls.matcher(Files.readString(template));
      while (found.find()) {
        KEY.matcher(found.group(1)).results().map(key -> key.group(1)).forEach(composed::add);
      }
    }
    assertThat(composed)
        .filteredOn(key -> key.endsWith("."))
        .containsExactlyInAnyOrderElementsOf(ENDS.keySet());
    assertThat(known()).containsAll(composed.stream().filter(key -> !key.endsWith(".")).toList());
    ENDS.forEach((beginning, ends) ->
        assertThat(known()).containsAll(ends.stream().map(beginning::concat).toList()));
  }

  private static Set<String> known() {
    try {
      var known = new TreeSet<String>();
      for (var file : english()) {
        known.addAll(messages(file).stringPropertyNames());
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void templatesAskForWhatIsThere() throws IOException {
    var asked = new ArrayList<String>();
    for (var template : files("templates", ".html")) {
      var found = ASKED.matcher(Files.readString(template));
      while (found.find()) {
        asked.add(found.group(1));
      }
    }
    assertThat(asked).hasSizeGreaterThan(50);
    assertThat(known()).containsAll(asked);
  }
}
