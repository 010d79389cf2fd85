package org.ledgerstone.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has been found to be wrong. */
final class Findings {

  private static final int SHOWN_MAX = 30;

  private final List<String> found = new ArrayList<>();

  void add(String what) {
    found.add(what);
  }

  void unless(boolean holds, String what) {
    if (!holds) {
      add(what);
    }
  }

  void unlessEqual(@Nullable Object is, @Nullable Object should, String what) {
    unless(Objects.equals(is, should), what + " is " + is + " instead of " + should);
  }

  /** Throws if there is anything. */
  void report() {
    if (!found.isEmpty()) {
      throw new AssertionError(
          found.size()
              + " broken invariants:\n"
              + String.join("\n", found.subList(0, Math.min(SHOWN_MAX, found.size()))));
    }
  }
}
