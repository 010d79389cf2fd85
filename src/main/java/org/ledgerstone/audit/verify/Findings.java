package org.ledgerstone.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has been found, in the order of the chain: the first ones, and how many there are. */
public final class Findings {

  /** So many are kept; what comes behind them is most often their consequence. */
  public static final int KEPT_MAX = 1_000;

  private final List<Finding> kept = new ArrayList<>();
  private long count;

  /** One more. */
  void add(Finding finding) {
    count++;
    if (kept.size() < KEPT_MAX) {
      kept.add(finding);
    }
  }

  void add(String table, Object key, String column, @Nullable Object found, Object expected) {
    add(
        new Finding(
            table, key.toString(), column, Objects.toString(found, "null"), expected.toString()));
  }

  /** One more unless the two are equal. */
  void unlessEqual(
      String table, Object key, String column, @Nullable Object found, @Nullable Object expected) {
    if (!Objects.equals(found, expected)) {
      add(table, key, column, found, Objects.toString(expected, "null"));
    }
  }

  /** All of these as well. */
  void add(Findings others) {
    long more = count + others.count;
    others.kept.forEach(this::add);
    count = more;
  }

  /** The first of them. */
  public List<Finding> kept() {
    return List.copyOf(kept);
  }

  /** How many there are. */
  public long count() {
    return count;
  }
}
