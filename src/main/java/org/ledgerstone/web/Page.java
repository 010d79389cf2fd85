package org.ledgerstone.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as it is answered.
 *
 * @param items the items
 * @param next the cursor of the following part, null after the last
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String next) {

  /** Takes a copy. */
  public Page {
    items = List.copyOf(items);
  }

  /** The last part of a list. */
  public static <T> Page<T> last(List<T> items) {
    return new Page<>(items, null);
  }

  /** A part after which the list goes on. */
  public static <T> Page<T> before(Cursor next, List<T> items) {
    return new Page<>(items, next.toString());
  }
}
