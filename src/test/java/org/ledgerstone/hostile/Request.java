package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the bytes of a request out of a {@link Case}, one character a byte. */
final class Request {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("«([^»]*)»");
  private static final String MARK = "put here ";

  private final Stock stock;
  private final String host;

  /**
   * Makes requests to one node.
   *
   * @param host what the Host header says unless a case says something else
   */
  Request(Stock stock, String host) {
    this.stock = stock;
    this.host = host;
  }

  String of(Case bad) {
    return bad.raw()
        .map(this::filled)
        .map(raw -> raw.replace("HOST", host))
        .orElseGet(() -> composed(bad));
  }

  private String composed(Case bad) {
    var body = changed(filled(bad.body()), bad.change());
    var lines = new ArrayList<String>();
    lines.add(bad.method() + " " + filled(bad.path()) + " HTTP/1.1");
    lines.add("Connection: close");
    bad.headers().forEach(line -> lines.add(filled(line)));
    if (!says(lines, "host:")) {
      lines.add("Host: " + host);
    }
    boolean framed = says(lines, "content-length:") || says(lines, "transfer-encoding:");
    if (!framed && !body.isEmpty()) {
      lines.add("Content-Length: " + body.length());
    }
    return String.join("\r\n", lines) + "\r\n\r\n" + body;
  }

  private static boolean says(List<String> lines, String name) {
    return lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(name));
  }

  /** The text as bytes, with what its placeholders stand for. */
  private String filled(String text) {
    var filled = new StringBuilder();
    int end = 0;
    for (var found = PLACEHOLDER.matcher(text); found.find(); end = found.end()) {
      filled.append(bytes(text.substring(end, found.start())));
      filled.append(stock.take(found.group(1)));
    }
    return filled.append(bytes(text.substring(end))).toString();
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private String changed(String body, Map<String, Optional<String>> changes) {
    if (changes.isEmpty()) {
      return body;
    }
    var json = MAPPER.readTree(body.getBytes(ISO_8859_1));
    changes.forEach((path, value) -> change(json, List.of(path.split("\\.")), value.isPresent()));
    var text = new String(MAPPER.writeValueAsBytes(json), ISO_8859_1);
    for (var change : changes.entrySet()) {
      var mark = '"' + MARK + change.getKey() + '"';
      text = text.replace(mark, change.getValue().map(this::filled).orElse(""));
    }
    return text;
  }

  private static void change(JsonNode within, List<String> path, boolean stays) {
    var parent = within;
    for (var step : path.subList(0, path.size() - 1)) {
      parent = parent instanceof ArrayNode list ? list.get(index(list, step)) : parent.get(step);
    }
    var name = path.getLast();
    var mark = MARK + String.join(".", path);
    switch (parent) {
      case ArrayNode list when stays -> list.set(index(list, name), mark);
      case ArrayNode list -> list.remove(index(list, name));
      case ObjectNode object when stays -> object.put(name, mark);
      case ObjectNode object -> object.remove(name);
      default -> throw new IllegalArgumentException("Nothing stands at " + path);
    }
  }

  private static int index(ArrayNode list, String step) {
    return step.equals("last") ? list.size() - 1 : Integer.parseInt(step);
  }
}
