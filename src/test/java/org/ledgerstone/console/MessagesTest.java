package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both languages say the same things, and templates ask for nothing that they do not say. */
class MessagesTest {

  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern ASKED = Pattern.compile("#\\{([a-zA-Z.]+)");

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
  void templatesAskForWhatIsThere() throws IOException {
    var known = new TreeSet<String>();
    for (var file : english()) {
      known.addAll(messages(file).stringPropertyNames());
    }
    var asked = new ArrayList<String>();
    for (var template : files("templates", ".html")) {
      var found = ASKED.matcher(Files.readString(template));
      while (found.find()) {
        asked.add(found.group(1));
      }
    }
    assertThat(asked).hasSizeGreaterThan(50);
    assertThat(known).containsAll(asked);
  }
}
