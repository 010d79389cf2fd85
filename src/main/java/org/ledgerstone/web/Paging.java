package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit how many items at most, 1 … 1,000
 * @param cursor where to go on, as {@link Page} gave it; empty for the beginning
 */
public record Paging(int limit, Optional<String> cursor) {

  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;

  /**
   * Reads {@code limit} and {@code cursor} of the query.
   *
   * @throws Problem 400 {@code LIMIT_INVALID}
   */
  public static Paging of(HttpServletRequest request) {
    var limit = request.getParameter("limit");
    return new Paging(
        limit == null ? LIMIT_DEFAULT : limit(limit),
        Optional.ofNullable(request.getParameter("cursor")));
  }

  private static int limit(String text) {
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LIMIT_MAX) {
      throw Problem.malformed("LIMIT_INVALID", "limit is a number from 1 to " + LIMIT_MAX + ".");
    }
    return Integer.parseInt(text);
  }

  /**
   * The place to go on from, if one was sent.
   *
   * @throws Problem 400 {@code CURSOR_INVALID}
   */
  public Optional<Cursor> cursorOf(String list, int count) {
    return cursor.map(text -> Cursor.read(text, list, count));
  }
}
