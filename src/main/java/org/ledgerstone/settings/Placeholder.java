package org.ledgerstone.settings;

import java.util.regex.Pattern;

/** Sample text that somebody copied and did not replace. */
final class Placeholder {

  private static final Pattern ANGLE_BRACKETS = Pattern.compile("<[^<>]+>");

  private Placeholder() {}

  /** Whether the value holds {@code <…>} or {@code YOUR_}. */
  static boolean is(String value) {
    return value.contains("YOUR_") || ANGLE_BRACKETS.matcher(value).find();
  }
}
