package org.ledgerstone.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the text of an {@code .env} file, a line a setting, as python-dotenv does: blanks around
 * the equals sign, {@code export}, comments, single quotes (taken as they stand) and double quotes
 * (with backslash escapes). A value never goes on in the next line, and {@code ${…}} is plain text.
 */
final class DotEnv {

  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=(.*)");

  // Possessive: otherwise each character of a long value takes a part of the stack.
  private static final Pattern SINGLE_QUOTED = Pattern.compile("\\s*'((?:[^'\\\\]|\\\\.)*+)'(.*)");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"(.*)");
  private static final Pattern NOTHING_OR_COMMENT = Pattern.compile("\\s*|\\s+#.*");
  private static final Pattern COMMENT_AFTER_BLANK = Pattern.compile("\\s#.*");

  private DotEnv() {}

  /**
   * Each name with its value; of a name that is set twice, the last.
   *
   * @param file what to call the file in a refusal
   * @throws StartRefused naming the lines that cannot be read, never what stands there
   */
  static Map<String, String> read(String text, String file) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> malformed = new ArrayList<>();
    int number = 0;
    for (var line : withoutMark(text).split("\r\n|\r|\n", -1)) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#") && !readLine(line, values)) {
        malformed.add(Integer.toString(number));
      }
    }
    if (!malformed.isEmpty()) {
      throw new StartRefused(
          file
              + " cannot be read in line "
              + String.join(", ", malformed)
              + ": a line has the form NAME=value, and a quote that is opened is closed on the same"
              + " line with nothing but a comment behind it.");
    }
    return values;
  }

  private static boolean readLine(String line, Map<String, String> values) {
    var assignment = ASSIGNMENT.matcher(line);
    if (!assignment.matches()) {
      return false;
    }
    var name = assignment.group(1);
    var rest = assignment.group(2);
    var single = SINGLE_QUOTED.matcher(rest);
    var dual = DOUBLE_QUOTED.matcher(rest);
    if (single.matches() && NOTHING_OR_COMMENT.matcher(single.group(2)).matches()) {
      values.put(name, single.group(1).replaceAll("\\\\([\\\\'])", "$1"));
    } else if (dual.matches() && NOTHING_OR_COMMENT.matcher(dual.group(2)).matches()) {
      values.put(name, unescape(dual.group(1)));
    } else if (rest.stripLeading().startsWith("'") || rest.stripLeading().startsWith("\"")) {
      return false;
    } else {
      values.put(name, COMMENT_AFTER_BLANK.matcher(rest).replaceFirst("").strip());
    }
    return true;
  }

  private static String unescape(String quoted) {
    var text = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = quoted.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'a' -> text.append('\u0007');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'v' -> text.append('\u000b');
        case '\\', '"', '\'' -> text.append(escaped);
        default -> text.append('\\').append(escaped);
      }
    }
    return text.toString();
  }

  /** Some editors begin a UTF-8 file with a byte-order mark. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
