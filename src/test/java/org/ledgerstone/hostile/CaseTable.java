package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The table of bad requests, read from {@code hostile/cases}. Its README tells the form. */
final class CaseTable {

  /** The files, each a kind of wrongness. */
  static final List<String> KINDS =
      List.of(
          "framing",
          "headers",
          "paths",
          "json",
          "texts",
          "numbers",
          "addresses",
          "signatures",
          "state",
          "blocks",
          "lists",
          "peers",
          "tutorials",
          "access");

  private static final Set<String> OF_A_GROUP =
      Set.of("node", "endpoint", "headers", "body", "valid", "cases");
  private static final Set<String> OF_A_CASE =
      Set.of(
          "name", "method", "path", "headers", "only", "body", "change", "raw", "answer", "says");

  private CaseTable() {}

  /** All groups, in the order of the files. */
  static List<Group> read() {
    return KINDS.stream().flatMap(kind -> read(kind).stream()).toList();
  }

  private static List<Group> read(String kind) {
    var file = CaseTable.class.getResourceAsStream("/hostile/cases/" + kind + ".yaml");
    try (var text = new InputStreamReader(Objects.requireNonNull(file, kind), UTF_8)) {
      List<Map<String, Object>> groups =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      return groups.stream().map(group -> group(kind, group)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Group group(String kind, Map<String, Object> fields) {
    known(fields, OF_A_GROUP);
    return new Group(
        text(fields, "node", "open"),
        text(fields, "endpoint", ""),
        cases(kind, fields, "cases"),
        cases(kind, fields, "valid"));
  }

  @SuppressWarnings("unchecked")
  private static List<Case> cases(String kind, Map<String, Object> group, String name) {
    var cases = (List<Map<String, Object>>) group.getOrDefault(name, List.of());
    return cases.stream().map(one -> one(kind, group, one)).toList();
  }

  private static Case one(String kind, Map<String, Object> group, Map<String, Object> fields) {
    known(fields, OF_A_CASE);
    var endpoint = text(group, "endpoint", "").split(" ", 2);
    var headers = new ArrayList<>(lines(group, "headers"));
    headers.addAll(lines(fields, "headers"));
    return new Case(
        kind,
        text(group, "endpoint", ""),
        text(fields, "name", ""),
        text(fields, "method", endpoint[0]),
        text(fields, "path", endpoint[1]),
        fields.containsKey("only") ? lines(fields, "only") : headers,
        text(fields, "body", text(group, "body", "")),
        change(fields),
        Optional.ofNullable((String) fields.get("raw")),
        answer(fields));
  }

  private static Map<String, Optional<String>> change(Map<String, Object> fields) {
    var changes = new LinkedHashMap<String, Optional<String>>();
    if (fields.get("change") instanceof Map<?, ?> written) {
      written.forEach((path, json) ->
          changes.put(String.valueOf(path), Optional.ofNullable(json).map(String::valueOf)));
    }
    return changes;
  }

  private static Case.Answer answer(Map<String, Object> fields) {
    var words = text(fields, "answer", "").split(" ");
    return new Case.Answer(
        Integer.parseInt(words[0]), words.length > 1 ? words[1] : "-", text(fields, "says", ""));
  }

  private static List<String> lines(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static String text(Map<String, Object> fields, String name, String otherwise) {
    return fields.containsKey(name) ? String.valueOf(fields.get(name)) : otherwise;
  }

  private static void known(Map<String, Object> fields, Set<String> names) {
    if (!names.containsAll(fields.keySet())) {
      throw new IllegalArgumentException("Not known in the table: " + fields.keySet());
    }
  }
}
