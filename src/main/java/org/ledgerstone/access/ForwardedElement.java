package org.ledgerstone.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one proxy says in the header Forwarded of <a
 * href="https://www.rfc-editor.org/rfc/rfc7239#section-4">RFC 7239</a>.
 *
 * @param client whom it was called by, as it says
 * @param scheme how it was called
 * @param host the name it was called by
 */
record ForwardedElement(Optional<String> client, Optional<String> scheme, Optional<String> host) {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  // Possessive: ways back would take a part of the stack, or all the rest anew, for each character.
  private static final Pattern PAIR =
      Pattern.compile(
          "[ \\t]*+(?:("
              + TOKEN
              + ")=(?:("
              + TOKEN
              + ")|\"((?:[^\"\\\\]|\\\\.)*+)\"))?+[ \\t]*+([;,]|$)");

  /** Reads a whole header, the nearest proxy last; empty if it is malformed. */
  static Optional<List<ForwardedElement>> parse(String header) {
    var elements = new ArrayList<ForwardedElement>();
    var pairs = new HashMap<String, String>();
    var matcher = PAIR.matcher(header);
    int at = 0;
    while (matcher.region(at, header.length()).lookingAt()) {
      if (matcher.group(1) != null
          && pairs.put(matcher.group(1).toLowerCase(Locale.ROOT), value(matcher)) != null) {
        return Optional.empty();
      }
      at = matcher.end();
      if (!matcher.group(4).equals(";") && !pairs.isEmpty()) {
        elements.add(of(pairs));
        pairs.clear();
      }
      if (matcher.group(4).isEmpty()) {
        return elements.isEmpty() ? Optional.empty() : Optional.of(elements);
      }
    }
    return Optional.empty();
  }

  private static String value(Matcher pair) {
    return pair.group(2) != null ? pair.group(2) : pair.group(3).replaceAll("\\\\(.)", "$1");
  }

  private static ForwardedElement of(Map<String, String> pairs) {
    return new ForwardedElement(
        Optional.ofNullable(pairs.get("for")),
        Optional.ofNullable(pairs.get("proto")),
        Optional.ofNullable(pairs.get("host")));
  }
}
